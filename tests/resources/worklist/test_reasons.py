"""The reasons to list an entry, and when it leaves the list again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from resources.models import FailedSearch, LinkState, Status, VisitorMessage, WorkItem
from resources.worklist.reasons import explain_review
from resources.worklist.sync import catch_up
from tests.make import (
    make_example,
    make_glossary_term,
    make_guide,
    make_message,
    make_organization,
    make_recommendation,
    make_resource,
)

from .work import HARD, item_for, reasons_for

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

TODAY = timezone.localdate


def make_reviewed_resource(**fields):
    """A resource without issues: reviewed today, and recommended by a guide."""
    resource = make_resource(reviewed_on=TODAY(), **fields)
    guide = make_guide(reviewed_on=TODAY())
    make_recommendation(guide, resource, locator_en="pp. 1–2", locator_es="págs. 1–2")
    return resource


def change(entry, **fields):
    type(entry).objects.filter(pk=entry.pk).update(**fields)


def test_an_entry_in_order_is_not_listed():
    assert reasons_for(make_reviewed_resource()) == set()


def test_a_review_is_listed_on_its_day_and_not_before():
    today = TODAY()
    due = make_reviewed_resource(review_due_on=today)
    later = make_reviewed_resource(review_due_on=today + timedelta(days=1))
    assert reasons_for(due) == {"review"}
    assert reasons_for(later) == set()


def test_a_due_day_comes_without_another_look_at_the_entry(monkeypatch):
    resource = make_reviewed_resource(review_due_on=TODAY() + timedelta(days=1))
    assert reasons_for(resource) == set()
    tomorrow = TODAY() + timedelta(days=1)
    monkeypatch.setattr("resources.models.worklist.timezone.localdate", lambda: tomorrow)
    assert set(WorkItem.objects.open().values_list("reason", "object_id")) >= {
        ("review", resource.pk)
    }


def test_never_reviewed_has_a_lower_priority_than_due_again():
    never, due = make_resource(), make_resource(review_due_on=TODAY())
    assert item_for(never, "review").priority < item_for(due, "review").priority


def test_a_page_that_refuses_robots_has_a_higher_priority_for_review():
    refused = {"link_state": LinkState.REFUSES, "link_checked_at": timezone.now()}
    open_to_all, closed = (make_resource(review_due_on=TODAY(), **more) for more in ({}, refused))
    shut, plain = item_for(closed, "review"), item_for(open_to_all, "review")
    assert shut.priority > plain.priority
    assert explain_review(shut.details) != explain_review(plain.details)


def test_a_year_after_a_review_it_is_due_where_nothing_was_agreed():
    resource = make_reviewed_resource()
    change(resource, reviewed_on=TODAY() - timedelta(days=365))
    assert reasons_for(resource) == {"review"}


def test_a_translation_is_stale_by_its_content_alone():
    resource = make_reviewed_resource()
    resource.save()
    assert reasons_for(resource) == set()
    change(resource, summary_en="Other words.")
    assert reasons_for(resource) == {"stale"}
    change(resource, summary_en=resource.summary_en)
    assert reasons_for(resource) == set()


def test_saving_a_draft_makes_no_translation_stale():
    draft = make_resource(status=Status.DRAFT)
    draft.summary_en = "Still being written."
    draft.save()
    assert reasons_for(draft) == set()


@pytest.mark.parametrize(
    "make",
    [
        lambda: make_reviewed_resource(summary_es=""),
        lambda: make_organization(description_es=""),
        lambda: make_glossary_term("absence", definition_es=""),
        lambda: make_guide(intro_es="", reviewed_on=TODAY()),
    ],
)
def test_a_missing_translation(make):
    assert reasons_for(make()) == {"missing"}


def test_a_part_without_spanish_lists_its_guide():
    guide = make_guide(reviewed_on=TODAY())
    step = guide.first_steps.create(text_en="Call the school.")
    assert reasons_for(guide) == {"missing"}
    step.delete()
    assert reasons_for(guide) == set()


def test_a_hard_text_is_listed_with_its_hardest_sentence():
    resource = make_reviewed_resource(summary_en=HARD)
    item = item_for(resource, "hard")
    assert item.details["sentence"] in HARD
    assert item.details["score"] > 10


def test_an_entry_in_no_guide_is_an_orphan_until_one_recommends_it():
    resource, example = make_resource(reviewed_on=TODAY()), make_example(reviewed_on=TODAY())
    assert reasons_for(resource) == {"orphan"}
    assert reasons_for(example) == {"orphan"}
    guide = make_guide()
    recommendation = make_recommendation(guide, resource)
    guide.featured_examples.create(example=example, chosen_by=recommendation.chosen_by)
    assert reasons_for(resource) == set()
    assert reasons_for(example) == set()


def test_a_recommendation_without_locator_is_listed_with_its_guide():
    guide = make_guide(reviewed_on=TODAY())
    recommendation = make_recommendation(guide)
    assert reasons_for(guide) == {"locator"}
    change(recommendation, locator_en="p. 3", locator_es="pág. 3")
    assert "locator" not in reasons_for(guide)


def test_an_entry_in_review_is_listed():
    assert reasons_for(make_resource(status=Status.IN_REVIEW)) == {"waiting"}


def test_closed_entries_and_drafts_are_not_listed():
    for status in (Status.CLOSED, Status.DRAFT):
        resource = make_resource(
            status=status, summary_es="", summary_en=HARD, closing_note_en="It ended."
        )
        assert reasons_for(resource) == set()


class TestDuplicates:
    def test_the_later_of_two_at_one_address_is_listed(self):
        first = make_reviewed_resource(url="https://www.example.org/guide/")
        second = make_reviewed_resource(url="http://example.org/guide?utm_source=x")
        assert reasons_for(first) == set()
        assert reasons_for(second) == {"duplicate"}
        assert item_for(second, "duplicate").details["other"] == first.pk

    def test_nearly_one_title_counts_at_one_publisher_only(self):
        publisher = make_organization()
        make_reviewed_resource(
            title_en="A guide for families of new pupils", organization=publisher
        )
        twin = make_reviewed_resource(
            title_en="A Guide for Families of New Pupils!", organization=publisher
        )
        elsewhere = make_reviewed_resource(title_en="A guide for families of new pupils")
        assert reasons_for(twin) == {"duplicate"}
        assert reasons_for(elsewhere) == set()

    def test_titles_that_differ_by_a_number_are_two_things(self):
        publisher = make_organization()
        for year in (2018, 2019):
            part = make_reviewed_resource(
                title_en=f"Report on community schools {year}", organization=publisher
            )
        assert reasons_for(part) == set()

    def test_many_may_lead_to_one_page_of_their_publisher(self):
        for _ in range(2):
            resource = make_reviewed_resource(
                url="https://example.org/", link_target="publisher-page"
            )
        assert reasons_for(resource) == set()

    def test_when_the_first_changes_the_second_is_looked_at_again(self):
        first = make_reviewed_resource(url="https://example.org/guide")
        second = make_reviewed_resource(url="https://example.org/guide#part")
        assert reasons_for(second) == {"duplicate"}
        first.url = "https://example.org/other"
        first.save()
        assert reasons_for(second) == set()
        first.url = "https://example.org/guide"
        first.save()
        assert reasons_for(second) == {"duplicate"}


def test_failed_searches_are_counted_over_four_weeks():
    today = TODAY()
    for days, count in [(0, 2), (10, 3), (40, 90)]:
        FailedSearch.objects.create(day=today - timedelta(days=days), text="bus pass", count=count)
    FailedSearch.objects.create(day=today, text="slip", count=1)
    catch_up()
    [item] = WorkItem.objects.filter(reason="search")
    assert item.words == "bus pass"
    assert item.details == {"count": 5}


def test_a_suggestion_is_listed_until_somebody_decides():
    first, _same = make_message(text="A course"), make_message(text="A course")
    about_the_site = make_message(kind=VisitorMessage.Kind.PROBLEM, text="I cannot print.")
    catch_up()
    items = WorkItem.objects.filter(reason="message")
    assert {item.words: item.details for item in items} == {
        "A course": {"message": first.pk},
        "I cannot print.": {"message": about_the_site.pk},
    }

    VisitorMessage.objects.update(state=VisitorMessage.State.DECLINED, handled_at=timezone.now())
    catch_up()
    assert not WorkItem.objects.filter(reason="message").exists()


def test_a_visitors_report_is_listed_with_its_entry_until_somebody_decides():
    resource = make_reviewed_resource()
    problem = {"kind": VisitorMessage.Kind.PROBLEM, "entry": resource}
    messages = [make_message(text=text, **problem) for text in ("The link is broken.", "Same.")]
    item = item_for(resource, "report")
    assert item.details == {"count": 2, "text": messages[0].text, "message": messages[0].pk}
    VisitorMessage.objects.update(state=VisitorMessage.State.DONE, handled_at=timezone.now())
    assert reasons_for(resource) == set()
