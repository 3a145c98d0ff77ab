"""The front page of the desk: the ranked list, its buttons, assignees."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from resources.links import occurrences
from resources.models import (
    FailedSearch,
    Link,
    LinkState,
    Resource,
    VisitorMessage,
    WorkItem,
)
from resources.worklist.sync import catch_up
from tests.desk_form import notices_of, save
from tests.make import make_guide, make_message, make_recommendation, make_resource, make_term

from .work import HARD, item_for, reasons_for

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

FRONT = "/admin/"
STILL_GOOD = "Still good, ask me again in 12 months"


@pytest.fixture
def as_role(client):
    """A client signed in as somebody with a role."""

    def signed_in(role):
        user = User.objects.create_user(role, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        return client

    return signed_in


def rows_of(page):
    """[(title, reason, label of its button)]"""
    lines = html.fromstring(page.content.decode()).cssselect(".work > li")
    return [
        (
            line.cssselect("h2")[0].text_content(),
            line.cssselect(".reason")[0].text_content(),
            line.cssselect(".resolve")[0].text_content(),
        )
        for line in lines
    ]


def link_to(address):
    return Link.objects.filter(address=address)


def resolve(client, item, **more):
    return client.post(reverse("admin:worklist_resolve", args=[item.pk]), more, follow=True)


def test_the_highest_priority_comes_first(admin_client):
    make_resource(title_en="Never reviewed")
    make_resource(title_en="Gone", url="https://gone.example.org/", summary_es="")
    occurrences.sync_all()
    link_to("https://gone.example.org/").update(
        state=LinkState.GONE, reason="not-found", since=timezone.now(), checked_at=timezone.now()
    )
    rows = [row[:2] for row in rows_of(admin_client.get(FRONT))]
    assert rows[:2] == [("gone.example.org", "Page not found"), ("Gone", "Missing translation")]
    assert rows[-1] in {("Gone", "Review due"), ("Never reviewed", "Review due")}


def test_a_title_links_to_the_field_to_correct(admin_client):
    resource = make_resource(summary_es="")
    page = admin_client.get(FRONT, {"reason": "missing"})
    [link] = html.fromstring(page.content.decode()).cssselect(".work h2 a")
    change = reverse("admin:resources_resource_change", args=[resource.pk])
    assert link.get("href") == f"{change}#id_summary_es"
    assert 'id="id_summary_es"' in admin_client.get(change).content.decode()


def test_still_good_records_the_reviewer_and_asks_again_in_a_year(admin_client, admin_user):
    resource = make_resource()
    page = resolve(admin_client, item_for(resource, "review"))
    resource.refresh_from_db()
    today = timezone.localdate()
    assert (resource.reviewed_on, resource.reviewed_by) == (today, admin_user)
    assert resource.review_due_on == today + timedelta(days=365)
    assert f"{resource}: {STILL_GOOD}." in notices_of(page)
    assert "review" not in {item.reason for item in WorkItem.objects.open()}


def test_confirming_the_spanish_makes_it_current(admin_client):
    resource = make_resource(translated_from="older English")
    resolve(admin_client, item_for(resource, "stale"))
    resource.refresh_from_db()
    assert resource.translation_state() == Resource.TranslationState.CURRENT
    assert "stale" not in reasons_for(resource)


def test_the_spanish_is_not_confirmed_for_english_that_changed_since(admin_client):
    resource = make_resource(translated_from="older English")
    item = item_for(resource, "stale")
    Resource.objects.filter(pk=resource.pk).update(summary_en="Newer still.")
    page = resolve(admin_client, item)
    assert notices_of(page) == ["The English has changed again. Please read it again."]
    assert "stale" in reasons_for(resource)


def test_the_spanish_of_a_guide_is_confirmed_with_its_parts(admin_client):
    guide = make_guide()
    guide.first_steps.create(text_en="Call.", text_es="Llame.", translated_from="Ring.")
    resolve(admin_client, item_for(guide, "stale"))
    assert "stale" not in reasons_for(guide)


def test_a_dismissed_item_comes_back_when_its_text_changes(admin_client):
    resource = make_resource(summary_en=HARD)
    resolve(admin_client, item_for(resource, "hard"))
    assert "hard" not in reasons_for(resource)
    resource.save()
    assert "hard" not in reasons_for(resource)
    Resource.objects.filter(pk=resource.pk).update(summary_en=f"{HARD} {HARD}")
    assert "hard" in reasons_for(resource)


def test_failed_searches_are_listed_and_can_be_dismissed(admin_client):
    FailedSearch.objects.create(day=timezone.localdate(), text="bus pass", count=9)
    assert ("bus pass", "Search without result", "Nothing to add") in rows_of(
        admin_client.get(FRONT)
    )
    resolve(admin_client, WorkItem.objects.get(words="bus pass"))
    assert "bus pass" not in {row[0] for row in rows_of(admin_client.get(FRONT))}
    assert not FailedSearch.objects.not_dismissed().exists()


def test_a_report_links_to_its_message_and_a_duplicate_to_the_merge_page(admin_client):
    first = make_resource(url="https://example.org/a")
    twin = make_resource(url="https://example.org/a/")
    kind = VisitorMessage.Kind.PROBLEM
    message = make_message(kind=kind, entry=first, text="<b>Broken</b>")
    for reason, address in [
        ("report", reverse("admin:resources_visitormessage_change", args=[message.pk])),
        ("duplicate", reverse("admin:resources_resource_merge", args=[twin.pk, first.pk])),
    ]:
        page = admin_client.get(FRONT, {"reason": reason})
        [link] = html.fromstring(page.content.decode()).cssselect(".work h2 a")
        assert link.get("href") == address
        assert "<b>Broken" not in page.content.decode()
        assert admin_client.get(address).status_code == 200


def test_an_item_somebody_else_resolved_is_no_error(admin_client):
    item = item_for(make_resource(), "review")
    item.delete()
    item.pk = 10**6
    assert notices_of(resolve(admin_client, item)) == ["Somebody has already resolved this."]


def test_nothing_is_resolved_or_assigned_on_get(admin_client):
    item = item_for(make_resource(), "review")
    for address in (
        reverse("admin:worklist_resolve", args=[item.pk]),
        reverse("admin:worklist_assign"),
    ):
        assert admin_client.get(address).status_code == 405


def test_a_contributor_sees_the_list_and_resolves_nothing_that_is_published(as_role):
    resource = make_resource()
    client = as_role("contributor")
    assert (str(resource), "Review due", "Open it") in rows_of(client.get(FRONT))
    item = item_for(resource, "review")
    assert client.post(reverse("admin:worklist_resolve", args=[item.pk])).status_code == 403
    resource.refresh_from_db()
    assert resource.reviewed_on is None


def test_a_curator_resolves_an_item(as_role):
    resource = make_resource()
    client = as_role("curator")
    assert (str(resource), "Review due", STILL_GOOD) in rows_of(client.get(FRONT))
    resolve(client, item_for(resource, "review"))
    assert "review" not in reasons_for(resource)


def test_a_user_who_may_change_no_entry_sees_no_worklist(client):
    client.force_login(User.objects.create_user("reader", is_staff=True))
    make_resource()
    assert not rows_of(client.get(FRONT))
    assert client.get(reverse("admin:worklist_export")).status_code == 403
    assert client.post(reverse("admin:worklist_assign")).status_code == 403


class TestFilters:
    def titles(self, client, **parameters):
        return {row[0] for row in rows_of(client.get(FRONT, parameters))}

    def test_by_reason(self, admin_client):
        make_resource(title_en="One", summary_es="")
        make_resource(title_en="Two")
        assert self.titles(admin_client, reason="missing") == {"One"}

    def test_by_topic_of_resources_and_guides(self, admin_client):
        topic = make_term()
        make_resource(title_en="One", terms=[topic])
        make_resource(title_en="Two")
        make_guide(topic)
        assert self.titles(admin_client, topic=topic.slug) == {"One", str(topic)}

    def test_by_name_of_the_organization(self, admin_client):
        one = make_resource(title_en="One")
        make_resource(title_en="Two")
        assert self.titles(admin_client, organization=one.organization.name.lower()) == {"One"}

    def test_by_assignee(self, admin_client, admin_user):
        one, _two = make_resource(title_en="One"), make_resource(title_en="Two")
        item = item_for(one, "review")
        page = admin_client.post(
            reverse("admin:worklist_assign"),
            {"item": [item.pk], "assignee": "me", "filters": "reason=review"},
            follow=True,
        )
        assert page.request["QUERY_STRING"] == "reason=review"
        assert notices_of(page) == ["admin takes 1 item."]
        review = {"reason": "review"}
        assert self.titles(admin_client, assignee="me", **review) == {"One"}
        assert self.titles(admin_client, assignee="nobody", **review) == {"Two"}
        assert self.titles(admin_client, assignee=admin_user.username, **review) == {"One"}

    def test_every_reason_has_its_count_whichever_is_chosen(self, admin_client):
        make_resource(summary_es="")
        make_resource()
        for reason in ("", "missing"):
            page = admin_client.get(FRONT, {"reason": reason})
            counts = page.context["worklist"].counts
            assert {r.slug: n for r, n in counts.items()} == {
                "missing": 1,
                "review": 2,
                "orphan": 2,
            }


def test_without_items_or_an_assignee_nothing_is_assigned(admin_client):
    item = item_for(make_resource(), "review")
    for sent, words in [
        ({"assignee": "me"}, "Select items first."),
        (
            {"item": [item.pk], "assignee": "nobody-of-that-name"},
            "Choose who they are assigned to.",
        ),
        ({"item": ["x"], "assignee": "me"}, "Select items first."),
    ]:
        page = admin_client.post(reverse("admin:worklist_assign"), sent, follow=True)
        assert notices_of(page) == [words]


def test_the_export_has_every_row_and_no_formula(admin_client):
    make_resource(title_en='=HYPERLINK("https://evil.example")')
    make_resource(title_en="Plain")
    catch_up()
    page = admin_client.get(reverse("admin:worklist_export"), {"reason": "review"})
    text = b"".join(page.streaming_content).decode()
    head, *rows = list(csv.reader(StringIO(text.removeprefix("\ufeff"))))
    assert head[0] == "Entry"
    assert {row[0] for row in rows} == {'\'=HYPERLINK("https://evil.example")', "Plain"}
    assert all(row[-1].startswith("http://testserver/admin/") for row in rows)


@pytest.mark.parametrize("address", [FRONT, "/es/admin/", FRONT + "?reason=review&topic=x&page=9"])
def test_the_page_opens_in_both_languages_and_with_odd_questions(admin_client, address):
    make_recommendation()
    assert admin_client.get(address).status_code == 200


def test_the_front_page_costs_the_same_at_any_length(admin_client):
    topic = make_term()  # others may fill the list, where the whole kit is loaded

    def queries():
        address = f"{FRONT}?topic={topic.slug}"
        while catch_up():  # a page looks at some entries only, and leaves the rest
            pass
        admin_client.get(address)
        with CaptureQueriesContext(connection) as captured:
            page = admin_client.get(address)
        return len(rows_of(page)), len(captured)

    make_recommendation(make_guide(), make_resource(terms=[topic]))
    few, cost = queries()
    for _ in range(20):
        make_recommendation(make_guide(), make_resource(terms=[topic]))
    many, cost_of_many = queries()
    assert few < many
    assert cost == cost_of_many


class TestReviewOnTheEntrysOwnPage:
    def test_the_button_saves_and_reviews(self, admin_client, admin_user):
        resource = make_resource()
        page = save(admin_client, resource, _still_good="on", year="2011")
        assert page.status_code == 200
        resource.refresh_from_db()
        assert resource.year == 2011
        assert resource.reviewed_by == admin_user
        assert resource.review_due_on == timezone.localdate() + timedelta(days=365)

    def test_it_is_offered_only_to_those_who_may_change_the_entry(self, as_role):
        resource = make_resource()
        change = reverse("admin:resources_resource_change", args=[resource.pk])
        assert "_still_good" in as_role("curator").get(change).content.decode()
        assert "_still_good" not in as_role("contributor").get(change).content.decode()

    def test_many_at_once(self, admin_client, admin_user):
        entries = [make_resource() for _ in range(3)]
        page = admin_client.post(
            reverse("admin:resources_resource_changelist"),
            {"action": "still_good", "_selected_action": [entry.pk for entry in entries[:2]]},
            follow=True,
        )
        assert notices_of(page) == ["2 entries count as reviewed by you today."]
        reviewed = Resource.objects.filter(reviewed_by=admin_user)
        assert set(reviewed) == set(entries[:2])

    def test_a_contributor_reviews_nothing_visitors_read(self, as_role):
        resource = make_resource()
        as_role("contributor").post(
            reverse("admin:resources_resource_changelist"),
            {"action": "still_good", "_selected_action": [resource.pk]},
        )
        resource.refresh_from_db()
        assert resource.reviewed_on is None
