"""Workflow steps from draft to closed: who may take them, and their record."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from reversion.models import Version

from resources.models import Resource, Status, StatusChange
from resources.publishing import workflow
from resources.publishing.workflow import CLOSE, PUBLISH, REOPEN, SEND_BACK, STEPS, SUBMIT
from tests.make import make_example, make_guide, make_resource, make_term, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

DRAFT, IN_REVIEW, PUBLISHED, CLOSED = Status

# Each step: {status before: status after}, and the roles that may take it.
EXPECTED = {
    SUBMIT: ({DRAFT: IN_REVIEW}, {"contributor", "curator", "administrator"}),
    SEND_BACK: ({IN_REVIEW: DRAFT}, {"curator", "administrator"}),
    PUBLISH: ({DRAFT: PUBLISHED, IN_REVIEW: PUBLISHED}, {"curator", "administrator"}),
    CLOSE: ({PUBLISHED: CLOSED}, {"curator", "administrator"}),
    REOPEN: ({CLOSED: PUBLISHED}, {"curator", "administrator"}),
}


@pytest.mark.parametrize("make_entry", [make_resource, make_guide, make_example])
@pytest.mark.parametrize("role", [None, "contributor", "curator", "administrator"])
def test_each_step_is_available_from_some_statuses_to_some_roles(make_entry, role):
    user = make_user(role)
    entries = {status: make_entry(status=status) for status in Status}

    for step in STEPS.values():
        statuses, roles = EXPECTED[step]
        for status, entry in entries.items():
            is_available = status in statuses and role in roles
            assert step.is_available_to(user, entry) == is_available
            assert (step in workflow.available_steps(user, entry)) == is_available
            if not is_available:
                with pytest.raises((PermissionDenied, ValidationError)):
                    workflow.apply_step(step, entry, by=user)
    assert not StatusChange.objects.exists()


@pytest.mark.parametrize("make_entry", [make_resource, make_guide, make_example])
def test_a_step_records_who_took_it_when_and_why(make_entry):
    curator, entry = make_user("curator"), make_entry(status=DRAFT)

    published = workflow.apply_step(PUBLISH, entry, by=curator, note="Read it twice.")

    change = StatusChange.objects.get()
    assert (change.entry, change.old, change.new) == (published, DRAFT, PUBLISHED)
    assert (change.by, change.note) == (curator, "Read it twice.")
    assert timezone.now() - change.at < timedelta(minutes=1)
    assert published.status == type(entry).objects.get().status == PUBLISHED
    version = Version.objects.get_for_object(entry).first()
    assert (version.revision.user, version.revision.comment) == (curator, "Read it twice.")


def test_a_published_entry_never_becomes_a_draft_again():
    for step in STEPS.values():
        if {PUBLISHED, CLOSED} & set(step.sources):
            assert step.target in (PUBLISHED, CLOSED)
    resource = make_resource()
    resource.status = DRAFT
    with pytest.raises(ValidationError, match="cannot become a draft again"):
        resource.full_clean()


def test_an_incomplete_entry_is_not_published_and_all_gaps_are_named():
    draft = make_resource(status=DRAFT, summary_en="", summary_es="", url="")

    with pytest.raises(ValidationError) as error:
        workflow.apply_step(PUBLISH, draft, by=make_user("curator"))

    expected = {"Write a summary before publishing.", "Give its address before publishing."}
    assert set(error.value.messages) == expected
    assert Resource.objects.get().status == DRAFT
    assert not StatusChange.objects.exists()


def test_a_step_checks_the_entry_as_it_is_now_not_as_it_was_loaded():
    draft = make_resource(status=DRAFT)
    workflow.apply_step(PUBLISH, draft, by=make_user("curator"))

    assert draft.status == DRAFT
    with pytest.raises(ValidationError, match="This entry is now “published”"):
        workflow.apply_step(PUBLISH, draft, by=make_user("curator"))
    assert StatusChange.objects.count() == 1


def test_closing_sets_the_reason_and_the_successor_and_reopening_removes_them():
    curator, resource, successor = make_user("curator"), make_resource(), make_resource()
    notes = {"closing_note_en": "It ended.", "closing_note_es": "Terminó."}
    closing = notes | {"successor": successor}

    closed = workflow.apply_step(CLOSE, resource, by=curator, **closing)
    assert (closed.closing_note_en, closed.successor) == ("It ended.", successor)
    reopened = workflow.apply_step(REOPEN, closed, by=curator)

    assert (reopened.closing_note_en, reopened.closing_note_es) == ("", "")
    assert reopened.successor is None


def test_a_current_translation_stays_current_through_closing():
    resource = make_resource()
    closing = {"closing_note_en": "It ended.", "closing_note_es": "Terminó."}

    closed = workflow.apply_step(CLOSE, resource, **closing)
    assert closed.translation_state() == Resource.TranslationState.CURRENT
    reopened = workflow.apply_step(REOPEN, closed)
    assert reopened.translation_state() == Resource.TranslationState.CURRENT

    Resource.objects.update(translated_from="other")
    assert workflow.apply_step(CLOSE, resource, **closing).translation_state() == "stale"


def test_a_step_does_not_count_as_a_change_of_content():
    draft = make_resource(status=DRAFT)
    before = Resource.objects.get().updated_at
    workflow.apply_step(PUBLISH, draft)
    assert Resource.objects.get().updated_at == before


# Scheduled steps


def test_a_step_waits_for_its_time_and_taking_it_clears_the_time():
    tomorrow, curator = timezone.now() + timedelta(days=1), make_user("curator")

    waiting = workflow.schedule_step(PUBLISH, make_resource(status=DRAFT), tomorrow, by=curator)
    assert (waiting.status, waiting.publish_at) == (DRAFT, tomorrow)
    waiting = workflow.apply_step(SUBMIT, waiting, by=curator)
    assert waiting.publish_at == tomorrow
    published = workflow.apply_step(PUBLISH, waiting, by=curator)
    assert published.publish_at is None


def test_cancelling_a_closing_removes_its_reason_too():
    tomorrow, curator = timezone.now() + timedelta(days=1), make_user("curator")
    closing = {"closing_note_en": "It ends.", "successor": make_resource()}

    waiting = workflow.schedule_step(CLOSE, make_resource(), tomorrow, by=curator, **closing)
    assert waiting.closing_note_en == "It ends."
    waiting = workflow.schedule_step(CLOSE, waiting, None, by=curator)

    assert (waiting.close_at, waiting.closing_note_en, waiting.successor) == (None, "", None)


def test_no_step_is_scheduled_for_the_past_or_without_permission():
    draft, now = make_resource(status=DRAFT), timezone.now()
    with pytest.raises(ValidationError, match="has passed"):
        workflow.schedule_step(PUBLISH, draft, now, by=make_user("curator"))
    with pytest.raises(PermissionDenied):
        workflow.schedule_step(PUBLISH, draft, now + timedelta(days=1), by=make_user("contributor"))


def test_a_successor_is_of_the_same_kind_and_has_a_page():
    guide = make_guide(term=make_term("role", "teachers"))
    other_role = make_guide(term=make_term("role", "families"))
    make_guide(term=make_term("topic", "families"))
    make_guide(term=make_term("role", "youth"), status=IN_REVIEW)
    assert list(guide.possible_successors()) == [other_role]
