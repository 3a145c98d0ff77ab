"""The admin warns of duplicates, and merges two entries."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from lxml import html

from resources.models import FormerSlug, Resource, Status
from tests.desk_form import address, notices_of, save
from tests.make import make_organization, make_recommendation, make_resource, make_term

pytestmark = pytest.mark.django_db

SIDES = ("mine", "theirs")
DUPLICATES = "/admin/resources/resource/duplicates/"


def signed_in(client, role):
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    return client


@pytest.fixture
def curator(client):
    return signed_in(client, "curator")


def merge_page(survivor, other):
    return reverse("admin:resources_resource_merge", args=[survivor.pk, other.pk])


def fields_of(page):
    [form] = html.fromstring(page.content.decode()).cssselect("#content-main form[method=post]")
    return dict(form.form_values())


# Warning


def test_typing_the_address_of_an_entry_warns_of_it(curator):
    there = make_resource(title_en="The <b>toolkit</b>", url="https://example.org/toolkit")
    answer = curator.get(DUPLICATES, {"url": "http://www.example.org/toolkit/"}).json()
    assert answer["entries"] == [
        {
            "title": "The <b>toolkit</b>",
            "address": address(there),
            "why": "the same address, published",
        }
    ]
    assert curator.get(DUPLICATES, {"url": there.url, "entry": there.pk}).json()["entries"] == []


def test_typing_a_title_warns_of_a_similar_one_of_that_organization(curator):
    there = make_resource(title_en="Parent handbook")
    query = {"title_en": "Parents handbook", "organization": there.organization_id}
    assert len(curator.get(DUPLICATES, query).json()["entries"]) == 1
    query["organization"] = make_organization().pk
    assert curator.get(DUPLICATES, query).json()["entries"] == []


@pytest.mark.parametrize(
    "query",
    [
        {"title_en": "x" * 301},
        {"url": "x" * 2001},
        {"organization": "1; DROP TABLE"},
        {"organization": str(2**63)},
        {"entry": "-1"},
        {"link_target": "elsewhere"},
        {"title_en": "\0"},
    ],
)
def test_values_that_no_form_would_send_are_refused(curator, query):
    assert curator.get(DUPLICATES, query).status_code == 400


def test_only_those_who_may_see_entries_may_ask_and_only_by_get(client, curator):
    assert curator.post(DUPLICATES).status_code == 405
    client.force_login(User.objects.create_user("stranger", is_staff=True))
    assert client.get(DUPLICATES).status_code == 403
    client.logout()
    assert client.get(DUPLICATES).status_code == 302


@pytest.mark.parametrize("role", ["curator", "contributor"])
def test_saving_warns_too_and_saves_all_the_same(client, role):
    client = signed_in(client, role)
    there = make_resource(url="https://example.org/toolkit", title_en="A <b>toolkit</b>")
    draft = make_resource(status=Status.DRAFT)
    page = save(client, draft, url="https://www.example.org/toolkit/")
    draft.refresh_from_db()
    assert draft.url == "https://www.example.org/toolkit/"
    [warning] = [text for text in notices_of(page) if "here already" in text]
    assert "A &lt;b&gt;toolkit&lt;/b&gt;" in warning
    leads_to = merge_page(draft, there) if role == "curator" else address(there)
    assert leads_to in warning


def test_an_entry_unlike_any_other_is_saved_without_a_word_of_it(curator):
    page = save(curator, make_resource(), year=2007)
    assert not [text for text in notices_of(page) if "here already" in text]


def test_the_form_tells_the_page_where_to_ask(curator):
    resource = make_resource()
    page = html.fromstring(curator.get(address(resource)).content.decode())
    [field] = page.cssselect("#id_url")
    assert field.get("data-duplicates") == DUPLICATES
    assert field.get("data-entry") == str(resource.pk)


# Choosing


def test_the_page_to_choose_offers_what_looks_alike_and_finds_the_rest(curator):
    entry = make_resource(url="https://example.org/toolkit", status=Status.DRAFT)
    same = make_resource(url="https://example.org/toolkit/")
    other = make_resource(title_en="About lighthouses", status=Status.DRAFT)
    url = reverse("admin:resources_resource_merge_partner", args=[entry.pk])
    page = curator.get(url, {"q": "lighthouses"}).content.decode()
    assert merge_page(same, entry) in page  # what is published stays
    assert merge_page(entry, other) in page  # what is older stays
    assert "No other entry has these words" in curator.get(url, {"q": "zyzzyva"}).content.decode()


def test_two_chosen_in_the_list_are_taken_to_be_compared(curator):
    less, more = make_resource(), make_resource()
    make_recommendation(resource=more)
    chosen = {"action": "merge", "_selected_action": [less.pk, more.pk]}
    assert curator.post(address(Resource, "changelist"), chosen)["Location"] == merge_page(
        more, less
    )
    chosen["_selected_action"] = [less.pk]
    page = curator.post(address(Resource, "changelist"), chosen, follow=True)
    assert notices_of(page) == ["Choose exactly two entries."]


# Merging


def test_the_preview_shows_what_will_be_and_changes_nothing(curator):
    topic = make_term("topic", "gardens")
    survivor = make_resource(year=None, summary_en="Short.")
    other = make_resource(year=2007, summary_en="Longer words.", terms=[topic])
    kept = make_recommendation(resource=survivor, locator_en="p. 4")
    make_recommendation(guide=kept.guide, resource=other, why_here_en="A sentence worth saving.")
    make_recommendation(resource=other)
    page = curator.get(merge_page(survivor, other))
    text = page.content.decode()
    chosen = {name: whose for name, whose in fields_of(page).items() if whose in SIDES}
    assert chosen == {
        "title_en": "mine",
        "organization": "mine",
        "summary_en": "mine",
        "url": "mine",
        "year": "theirs",
    }
    assert "Longer words." in text
    assert "Gardens" in text
    assert "Recommendations: resource</a> (2)" in text
    assert "A sentence worth saving." in text
    assert Resource.objects.count() == 2


def test_a_curator_merges_what_the_preview_shows(curator):
    survivor, other = make_resource(year=1999), make_resource(year=2007, slug="the-other")
    recommendation = make_recommendation(resource=other)
    url = merge_page(survivor, other)
    page = curator.post(url, fields_of(curator.get(url)) | {"year": "theirs"}, follow=True)
    assert page.redirect_chain[-1][0] == address(survivor)
    assert notices_of(page)[0] == (
        f"“{other}” is now part of this entry. Its address, /resources/the-other/, leads here."
    )
    survivor.refresh_from_db()
    recommendation.refresh_from_db()
    assert (survivor.year, recommendation.resource) == (2007, survivor)
    assert FormerSlug.objects.get().entry == survivor
    for prefix in ("", "/es"):
        answer = curator.get(f"{prefix}/resources/the-other/")
        assert answer.status_code == 301
        assert answer["Location"] == f"{prefix}/resources/{survivor.slug}/"


def test_an_entry_changed_meanwhile_is_shown_again_with_what_was_ticked(curator):
    survivor, other = make_resource(year=1999), make_resource(year=2007)
    url = merge_page(survivor, other)
    fields = fields_of(curator.get(url)) | {"year": "theirs"}
    Resource.objects.filter(pk=other.pk).update(summary_en="New words.")
    page = curator.post(url, fields)
    assert "One of the two was changed since you opened this page." in page.content.decode()
    assert "New words." in page.content.decode()
    again = fields_of(page)
    assert again["year"] == "theirs"
    curator.post(url, again)
    assert list(Resource.objects.values_list("year", flat=True)) == [2007]


def test_what_visitors_would_lose_is_not_offered_but_the_other_way_round_is(curator):
    draft, published = make_resource(status=Status.DRAFT), make_resource()
    page = curator.get(merge_page(draft, published)).content.decode()
    assert "Keep the other one." in page
    assert "Merge these two" not in page
    assert merge_page(published, draft) in page
    assert (
        merge_page(draft, published)
        not in curator.get(merge_page(published, draft)).content.decode()
    )


@pytest.mark.parametrize("which", ["itself", "nothing"])
def test_an_entry_is_merged_with_another_one_that_is_there(curator, which):
    resource = make_resource()
    other = {"itself": resource.pk, "nothing": 0}[which]
    url = reverse("admin:resources_resource_merge", args=[resource.pk, other])
    for answer in (curator.get(url), curator.post(url)):
        assert answer.status_code in (200, 302)
    assert Resource.objects.count() == 1


def test_contributors_do_not_merge(client):
    client = signed_in(client, "contributor")
    one, other = make_resource(), make_resource()
    partner = reverse("admin:resources_resource_merge_partner", args=[one.pk])
    assert client.get(partner).status_code == 403
    assert client.get(merge_page(one, other)).status_code == 403
    assert client.post(merge_page(one, other)).status_code == 403
    assert Resource.objects.count() == 2
    assert "Merge with another" not in client.get(address(one)).content.decode()


def test_the_history_of_the_survivor_leads_to_that_of_the_other(curator):
    survivor, other = make_resource(), make_resource(title_en="The other one")
    url = merge_page(survivor, other)
    curator.post(url, fields_of(curator.get(url)))
    page = curator.get(address(survivor, "history")).content.decode()
    gone = reverse("admin:resources_resource_history", args=[other.pk])
    assert f'<a href="{gone}">The other one</a>' in page
    history = curator.get(gone)
    assert history.status_code == 200
    assert "The other one" in history.content.decode()
    assert "Go back to it" not in history.content.decode()
    version = history.context["changes"][0][0].version
    back = reverse("admin:resources_resource_revert", args=[other.pk, version.pk])
    assert curator.get(back).status_code == curator.post(back).status_code == 403
