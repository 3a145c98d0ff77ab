"""Scheduled steps: entries are published and closed when their time has come."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError
from django.utils import timezone

from partnerkit import scheduler
from resources.models import Resource, Status, StatusChange
from resources.publishing import schedule
from tests.make import make_example, make_guide, make_resource

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NOW = timezone.now()
PAST, FUTURE = NOW - timedelta(minutes=1), NOW + timedelta(minutes=1)


def reload(entry):
    return type(entry).objects.get(pk=entry.pk)


@pytest.mark.parametrize("make_entry", [make_resource, make_guide, make_example])
def test_a_due_step_is_taken_and_its_time_cleared(make_entry):
    draft = make_entry(status=Status.DRAFT, publish_at=PAST)
    reviewed = make_entry(status=Status.IN_REVIEW, publish_at=NOW)
    ending = make_entry(close_at=PAST, closing_note_en="It ends today.")
    waiting = make_entry(status=Status.DRAFT, publish_at=FUTURE)

    results = list(schedule.apply_due_steps(NOW))

    assert {result.entry for result in results} == {draft, reviewed, ending}
    statuses = [reload(entry).status for entry in (draft, reviewed, ending, waiting)]
    assert statuses == [Status.PUBLISHED, Status.PUBLISHED, Status.CLOSED, Status.DRAFT]
    for entry in (draft, reviewed, ending):
        assert (reload(entry).publish_at, reload(entry).close_at) == (None, None)
    assert set(StatusChange.objects.values_list("by", flat=True)) == {None}
    assert list(schedule.apply_due_steps(NOW)) == []


def test_an_entry_that_breaks_a_rule_is_reported_and_the_others_go_on(capsys):
    bad = make_resource(title_en="Bad", status=Status.DRAFT, url="", publish_at=PAST)
    good = make_resource(title_en="Good", status=Status.DRAFT, publish_at=NOW)
    out, errors = StringIO(), StringIO()

    with pytest.raises(CommandError, match="1 left as they are"):
        call_command("apply_schedule", stdout=out, stderr=errors)

    assert out.getvalue() == "Publish: Good\n"
    assert "Publish: Bad: left as it is. Give its address before publishing." in errors.getvalue()
    assert (reload(bad).status, reload(good).status) == (Status.DRAFT, Status.PUBLISHED)
    assert reload(bad).publish_at == PAST


def test_a_step_that_is_no_longer_due_is_skipped():
    draft = make_resource(status=Status.DRAFT, publish_at=PAST)
    [(step, due), _closing] = schedule.due_steps(Resource, NOW)
    Resource.objects.update(publish_at=None)
    assert schedule.apply_due_step(step, due, draft.pk) is None
    assert reload(draft).status == Status.DRAFT


def test_the_scheduler_of_serve_applies_the_schedule_and_logs_what_it_left(caplog, monkeypatch):
    monkeypatch.setattr(scheduler.connections, "close_all", lambda: None)  # the test's own
    make_resource(title_en="Bad", status=Status.DRAFT, url="", publish_at=PAST)
    good = make_resource(status=Status.DRAFT, publish_at=PAST)

    scheduler.apply_schedule()

    assert reload(good).status == Status.PUBLISHED
    assert "Bad: Give its address before publishing." in caplog.text


def test_a_database_that_is_away_does_not_end_the_scheduler(caplog, monkeypatch):
    def fail():
        raise DatabaseError("gone")

    monkeypatch.setattr(scheduler.connections, "close_all", lambda: None)
    monkeypatch.setattr(schedule, "apply_due_steps", fail)
    scheduler.apply_schedule()
    assert "gone" in caplog.text
