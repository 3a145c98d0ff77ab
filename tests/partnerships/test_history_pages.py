"""The admin's history of an entry: who, when, why, the differences, and reverting."""

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from partnerships.models import Guide
from resources import history
from resources.history.states import current_state
from resources.history.timeline import versions_of
from resources.models import Resource, Status
from tests.desk_form import address, save
from tests.make import make_example, make_guide, make_recommendation, make_resource, make_term

pytestmark = pytest.mark.django_db


def words(node):
    return " ".join(node.text_content().split())


def tree(page, status=200):
    assert page.status_code == status
    return html.fromstring(page.content.decode())


def keys(entry):
    """The keys of an entry's versions, oldest first."""
    return [version.pk for version in versions_of(entry)][::-1]


def page_about(entry, page, *args):
    name = f"admin:{entry._meta.app_label}_{entry._meta.model_name}_{page}"
    return reverse(name, args=[entry.pk, *args])


def difference(client, entry, a=0, b=-1):
    chosen = {"a": keys(entry)[a], "b": keys(entry)[b]}
    return tree(client.get(page_about(entry, "difference"), chosen))


def revert(client, entry, number, **data):
    url = page_about(entry, "revert", keys(entry)[number])
    seen = tree(client.get(url)).cssselect("input[name=seen]")[0].get("value")
    return client.post(url, {"seen": seen, **data}, follow=True)


def reload(entry):
    return type(entry).objects.get(pk=entry.pk)


def test_the_history_says_who_changed_what_and_why(admin_client):
    resource = make_resource()
    save(admin_client, resource, summary_en="Better.", why="Read it again.")
    steps = [
        words(li) for li in tree(admin_client.get(address(resource, "history"))).cssselect("li")
    ]

    newest, oldest = [text for text in steps if "compare this" in text]
    assert "admin" in newest
    assert "Read it again." in newest
    assert "Changed: summary" in newest
    assert "as it was before the first change kept here" in oldest


def test_an_entry_nobody_changed_has_a_page_that_says_so(admin_client):
    page = tree(admin_client.get(address(make_example(), "history")))

    assert "Nobody has changed this entry here yet." in words(page)


def test_a_difference_marks_the_words_and_leaves_the_others(admin_client):
    resource = make_resource(summary_en="A guide for <b>schools</b> and their partners.")
    save(admin_client, resource, summary_en="A guide for <b>families</b> and their partners.")
    [change] = difference(admin_client, resource).cssselect(".difference section")

    assert words(change.cssselect("h2")[0]) == "Summary"
    assert [words(node) for node in change.cssselect("del")] == ["Taken out: schools"]
    assert [words(node) for node in change.cssselect("ins")] == ["Put in: families"]
    assert "and their partners." in words(change)
    assert not change.cssselect("b")


def test_a_difference_names_terms_choices_and_dates_in_words(admin_client):
    old, new = make_term("topic", "money"), make_term("topic", "families")
    resource = make_resource(terms=[old])
    with history.revision(resource):
        Resource.objects.update(link_target="publisher-page", listed_on="2026-05-03", year=2009)
        resource.terms.set([new])
    text = words(difference(admin_client, resource).cssselect(".difference")[0])

    for shown in ("Taken out: Money", "Put in: Families", "Put in: a page of its publisher"):
        assert shown in text
    assert "Put in: May 3, 2026" in text
    assert "Put in: 2009" in text


def test_a_difference_tells_recommendations_by_guide_and_locator(admin_client):
    kept = make_recommendation(make_guide(make_term(slug="families")), locator_en="pp. 28–33")
    gone = make_recommendation(
        make_guide(make_term(slug="money")), kept.resource, locator_en="p. 2"
    )
    with history.revision(kept.resource):
        kept.why_here_en = "Why it helps there."
        kept.save()
        gone.delete()
        make_recommendation(make_guide(make_term(slug="data")), kept.resource, locator_en="p. 9")
    rows = difference(admin_client, kept.resource).cssselect(".difference section h2")

    assert [words(row) for row in rows] == [
        "Recommendation: Families · pp. 28–33 Changed",
        "Recommendation: Money · p. 2 Removed",
        "Recommendation: Data · p. 9 Added",
    ]


def test_any_two_versions_can_be_compared_in_either_order(admin_client):
    resource = make_resource(summary_en="One.")
    for text in ("Two.", "Three."):
        save(admin_client, resource, summary_en=text)

    for a, b in [(0, 2), (2, 0)]:
        [change] = difference(admin_client, resource, a, b).cssselect(".difference section")
        assert words(change) == "Summary Taken out: One Put in: Three."


@pytest.mark.parametrize("chosen", [{}, {"a": "x", "b": "²"}, {"a": "1"}])
def test_without_two_versions_there_is_nothing_to_compare(admin_client, chosen):
    resource = make_resource()
    page = admin_client.get(page_about(resource, "difference"), chosen, follow=True)

    assert "Choose two versions" in words(tree(page))


def test_a_version_of_another_entry_is_not_found(admin_client):
    resource, other = make_resource(), make_resource()
    history.record_baselines([resource, other])

    assert admin_client.get(page_about(resource, "revert", keys(other)[0])).status_code == 404


def test_a_revert_restores_texts_terms_and_recommendations(admin_client, admin_user):
    term = make_term("topic", "money")
    recommendation = make_recommendation(resource=make_resource(terms=[term]), locator_en="p. 1")
    resource, guide = recommendation.resource, recommendation.guide
    before = current_state(Resource, resource.pk)
    with history.revision(resource):
        Resource.objects.update(summary_en="Spoiled.", year=1999)
        resource.terms.set([make_term("topic", "families")])
        recommendation.delete()
        make_recommendation(resource=resource)

    revert(admin_client, resource, 0, why="The new text was wrong.")

    assert current_state(Resource, resource.pk) == before
    newest = versions_of(resource)[0].revision
    assert newest.user == admin_user
    assert newest.comment.startswith("Went back to the version of ")
    assert newest.comment.endswith("The new text was wrong.")
    assert versions_of(guide)[0].revision == newest


def test_a_revert_leaves_the_workflow_and_the_slug_alone(admin_client):
    resource = make_resource(status=Status.DRAFT, slug="first-name", summary_en="Draft.")
    with history.revision(resource):
        Resource.objects.update(
            status=Status.PUBLISHED, slug="second-name", summary_en="New.", reviewed_on="2026-01-02"
        )
    revert(admin_client, resource, 0)

    found = reload(resource)
    assert found.summary_en == "Draft."
    assert (found.status, found.slug) == (Status.PUBLISHED, "second-name")
    assert str(found.reviewed_on) == "2026-01-02"


@pytest.mark.parametrize(
    ("url_now", "state"), [("https://b.example/", "gone"), ("https://a.example/", "works")]
)
def test_the_link_state_is_reverted_only_with_its_address(admin_client, url_now, state):
    seen = {"link_state": "works", "link_checked_at": timezone.now()}
    resource = make_resource(url="https://b.example/", year=2000, **seen)
    with history.revision(resource):
        Resource.objects.update(url=url_now, link_state="gone", year=2001)
    revert(admin_client, resource, 0)

    assert reload(resource).link_state == state


def test_a_revert_is_refused_if_it_refers_to_deleted_records(admin_client):
    term, recommendation = make_term("topic", "money"), make_recommendation()
    resource, guide = recommendation.resource, recommendation.guide
    resource.terms.set([term])
    with history.revision(resource):
        Resource.objects.update(summary_en="New.")
        resource.terms.clear()
        recommendation.delete()
    term_key, guide_key = term.pk, guide.pk
    term.delete()
    guide.delete()
    page = tree(revert(admin_client, resource, 0))

    problems = [words(li) for li in page.cssselect(".errornote li")]
    assert f"Terms: the record it named no longer exists (number {term_key})." in problems
    assert f"Guide: the record it named no longer exists (number {guide_key})." in problems
    assert reload(resource).summary_en == "New."
    assert len(keys(resource)) == 2


def test_a_revert_that_breaks_a_rule_of_today_changes_nothing(admin_client):
    recommendation = make_recommendation(
        guide=make_guide(status=Status.DRAFT, intro_en="", intro_es="")
    )
    guide = recommendation.guide
    with history.revision(guide):
        Guide.objects.update(status=Status.PUBLISHED, intro_en="An introduction.")
        recommendation.delete()
    page = tree(revert(admin_client, guide, 0))

    assert "Write an introduction before publishing." in words(page.cssselect(".errornote")[0])
    assert reload(guide).intro_en == "An introduction."
    assert not guide.recommendations.exists()


def test_the_page_of_a_revert_shows_what_would_change(admin_client):
    resource = make_resource(summary_en="Before.")
    save(admin_client, resource, summary_en="After.")
    page = tree(admin_client.get(page_about(resource, "revert", keys(resource)[0])))

    assert words(page.cssselect("ins")[0]) == "Put in: Before"
    assert reload(resource).summary_en == "After."


def test_a_revert_after_another_change_shows_that_change_first(admin_client):
    resource = make_resource(summary_en="Before.")
    save(admin_client, resource, summary_en="After.")
    url = page_about(resource, "revert", keys(resource)[0])
    seen = tree(admin_client.get(url)).cssselect("input[name=seen]")[0].get("value")
    save(admin_client, resource, summary_en="Somebody else’s.")
    page = tree(admin_client.post(url, {"seen": seen}))

    assert "Somebody changed it a moment ago." in words(page)
    assert reload(resource).summary_en == "Somebody else’s."


def test_only_users_who_may_publish_revert_a_published_entry(client):
    contributor = User.objects.create_user("ana", is_staff=True)
    contributor.groups.add(Group.objects.get(name="contributor"))
    client.force_login(contributor)
    published, draft = make_resource(), make_resource(status=Status.DRAFT)
    for entry in (published, draft):
        with history.revision(entry):
            Resource.objects.update(year=2001)

    assert client.get(page_about(published, "revert", keys(published)[0])).status_code == 403
    assert client.post(page_about(published, "revert", keys(published)[0])).status_code == 403
    assert client.get(page_about(draft, "revert", keys(draft)[0])).status_code == 200


def test_the_history_costs_the_same_at_any_length(admin_client):
    resource, costs = make_resource(), []
    for year in range(1901, 1922):
        with history.revision(resource):
            Resource.objects.update(year=year)
        with CaptureQueriesContext(connection) as queries:
            admin_client.get(address(resource, "history"))
        costs.append(len(queries))

    assert costs[1] == costs[-1]
