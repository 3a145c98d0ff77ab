"""A term in use is not deleted: it is merged into another one, or retired."""

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from reversion.models import Revision

from resources.directory.filters import ResourceFilterSet
from resources.merging.merge import merge_terms
from resources.models import FormerTerm, Term, Vocabulary
from tests.desk_form import address, errors_of, notices_of, open_form, save
from tests.make import make_guide, make_organization, make_resource, make_term

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(client):
    user = User.objects.create_user("ana", is_staff=True)
    user.groups.add(Group.objects.get(name="curator"))
    client.force_login(user)
    return client


@pytest.fixture
def contributor(client):
    user = User.objects.create_user("luis", is_staff=True)
    user.groups.add(Group.objects.get(name="contributor"))
    client.force_login(user)
    return client


# Deleting


def test_deleting_a_term_in_use_says_where_it_is_used_and_what_to_do_instead(curator):
    used = make_term("topic", "used")
    for _ in range(3):
        make_resource(terms=[used])
    make_guide(make_term("role", "coach")).related_topics.add(used)

    for page in (
        curator.get(address(used, "delete")),
        curator.post(address(used, "delete"), {"post": "yes"}),
    ):
        assert page.status_code == 409
        text = page.content.decode()
        assert f'href="/admin/resources/resource/?terms__id__exact={used.pk}"' in text
        assert "Resources: terms</a> (3)" in text
        assert "Guides: topics that fit</a> (1)" in text
        assert reverse("admin:term_merge", args=[used.pk]) in text
        assert reverse("admin:term_retire", args=[used.pk]) in text
    assert Term.objects.filter(pk=used.pk).exists()
    listed = curator.get(f"/admin/resources/resource/?terms__id__exact={used.pk}")
    assert listed.context["cl"].result_count == 3


def test_a_term_that_only_a_reference_names_is_in_use_too(curator):
    kind = make_organization().kind
    page = curator.post(address(kind, "delete"), {"post": "yes"})
    assert page.status_code == 409
    assert "Organizations: kind</a> (1)" in page.content.decode()


def test_a_term_nobody_uses_is_deleted_once_asked(curator):
    unused = make_term("need", "unused")
    assert "Are you sure" in curator.get(address(unused, "delete")).content.decode()
    assert Term.objects.filter(pk=unused.pk).exists()
    curator.post(address(unused, "delete"), {"post": "yes"})
    assert not Term.objects.filter(pk=unused.pk).exists()


def test_many_at_once_are_deleted_only_if_none_is_in_use(curator):
    used, unused, other = (make_term("need", slug) for slug in ("used", "unused", "other"))
    make_resource(terms=[used])
    chosen = {"action": "delete_selected", "_selected_action": [used.pk, unused.pk], "post": "yes"}
    page = curator.post(address(Term, "changelist"), chosen)
    assert page.status_code == 409
    assert Term.objects.filter(vocabulary="need").count() == 3

    chosen["_selected_action"] = [unused.pk, other.pk]
    curator.post(address(Term, "changelist"), chosen)
    assert list(Term.objects.filter(vocabulary="need")) == [used]


def test_no_term_is_deleted_from_the_page_of_its_vocabulary(curator):
    term = make_term("need", "used")
    _url, fields = open_form(curator, term.vocabulary)
    assert not [name for name in fields if name.endswith("DELETE")]
    save(curator, term.vocabulary, **{"terms-0-DELETE": "on"})
    assert Term.objects.filter(pk=term.pk).exists()


def test_a_vocabulary_with_terms_is_not_deleted(curator):
    term = make_term("need", "used")
    page = curator.post(address(term.vocabulary, "delete"), {"post": "yes"})
    assert page.status_code == 409
    assert "Terms: vocabulary</a> (1)" in page.content.decode()
    Term.objects.all().delete()
    curator.post(address(term.vocabulary, "delete"), {"post": "yes"})
    assert not Vocabulary.objects.exists()


def test_what_many_terms_are_used_for_costs_no_more_queries_than_of_one(curator):
    def cost(number):
        terms = [make_term("topic") for _ in range(number)]
        make_resource(terms=terms)
        keys = [term.pk for term in terms]
        chosen = {"action": "delete_selected", "_selected_action": keys}
        with CaptureQueriesContext(connection) as queries:
            curator.post(address(Term, "changelist"), chosen)
        return len(queries)

    cost(1)
    assert cost(1) == cost(9)


# Merging


def test_a_curator_merges_a_term_into_another(curator):
    old, new = make_term("topic", "old"), make_term("topic", "new")
    resource = make_resource(terms=[old])
    url = reverse("admin:term_merge", args=[old.pk])
    assert "Resources: terms</a> (1)" in curator.get(url).content.decode()
    assert Term.objects.filter(pk=old.pk).exists()

    page = curator.post(url, {"into": new.pk}, follow=True)

    assert notices_of(page) == [
        "“Old” is now “New”, everywhere. Addresses with “old” find it, too."
    ]
    assert list(resource.terms.all()) == [new]
    assert Revision.objects.latest("pk").user.username == "ana"


def test_a_term_with_a_guide_is_refused_with_the_way_out(curator):
    old, new = make_term("topic", "old"), make_term("topic", "new")
    make_guide(old)
    page = curator.post(reverse("admin:term_merge", args=[old.pk]), {"into": new.pk})
    [error] = errors_of(page)
    assert error.startswith("A guide is about “Old” and takes its name and address from it.")
    assert Term.objects.filter(pk=old.pk).exists()


@pytest.mark.parametrize("other", ["itself", "of another vocabulary", "nothing"])
def test_a_term_is_merged_only_into_another_one_of_its_vocabulary(curator, other):
    term = make_term("topic", "old")
    into = {"itself": term.pk, "of another vocabulary": make_term("need").pk, "nothing": ""}
    page = curator.post(reverse("admin:term_merge", args=[term.pk]), {"into": into[other]})
    assert len(errors_of(page)) == 1
    assert Term.objects.filter(pk=term.pk).exists()


def test_contributors_neither_merge_nor_retire_nor_delete(contributor):
    old, new = make_term("topic", "old"), make_term("topic", "new")
    merge = reverse("admin:term_merge", args=[old.pk])
    assert contributor.get(merge).status_code == 403
    assert contributor.post(merge, {"into": new.pk}).status_code == 403
    assert contributor.post(reverse("admin:term_retire", args=[old.pk])).status_code == 403
    make_resource(terms=[old])
    assert contributor.post(address(old, "delete"), {"post": "yes"}).status_code == 403
    assert Term.objects.get(pk=old.pk).is_retired is False


def test_nothing_is_retired_by_opening_an_address(curator):
    term = make_term("topic", "old")
    assert curator.get(reverse("admin:term_retire", args=[term.pk])).status_code == 405


# The old slug in the directory


def test_the_slug_of_a_merged_term_finds_what_the_other_finds(client):
    old, new = make_term("topic", "old"), make_term("topic", "new")
    make_resource(terms=[old])
    merge_terms(old, new)

    filterset = ResourceFilterSet(QueryDict("topic=old"))
    assert filterset.selection.terms == {"topic": {"new"}}
    assert filterset.notices == []
    assert filterset.address() == "?topic=new"
    assert ResourceFilterSet(QueryDict("topic=old&topic=new")).selection.terms == {"topic": {"new"}}
    answer = client.get("/api/v1/resources/?topic=old").json()
    assert (answer["count"], answer["notices"]) == (1, [])


def test_the_page_of_a_merged_topic_leads_to_that_of_the_other(client):
    merge_terms(make_term("topic", "old"), make_term("topic", "new"))
    answer = client.get("/es/topics/old/")
    assert (answer.status_code, answer["Location"]) == (301, "/es/topics/new/")


def test_a_merged_slug_costs_a_request_no_query(client):
    old, new = make_term("topic", "old"), make_term("topic", "new")
    make_resource(terms=[old])
    merge_terms(old, new)
    client.get("/resources/?topic=new")

    def cost(query):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/api/v1/resources/?{query}").status_code == 200
        return len(queries)

    assert cost("topic=old") == cost("topic=new")


def test_a_slug_in_use_today_means_todays_term():
    old, new = make_term("need", "old"), make_term("need", "new")
    merge_terms(old, new)
    again = make_term("need", "old")
    make_resource(terms=[again])
    assert FormerTerm.objects.exists()
    assert ResourceFilterSet(QueryDict("need=old")).selection.terms == {"need": {"old"}}


# Retiring


def test_a_retired_term_is_not_offered_but_stays_where_it_is(curator):
    old, other = make_term("topic", "old"), make_term("topic", "other")
    kind = make_term("organization-kind", "club")
    has_it, has_not = make_resource(terms=[old]), make_resource(terms=[other])
    club, firm = make_organization(kind=kind), make_organization()
    for term in (old, kind):
        curator.post(reverse("admin:term_retire", args=[term.pk]))

    def offered(record, name):
        field = curator.get(address(record)).context["adminform"].form.fields[name]
        return [str(label) for key, label in field.choices if key]

    assert offered(has_it, "terms_topic") == ["Old (retired)", "Other"]
    assert offered(has_not, "terms_topic") == ["Other"]
    assert offered(club, "kind") == ["Nonprofit", "Club (retired)"]
    assert offered(firm, "kind") == ["Nonprofit"]
    for record in (has_it, club):
        assert errors_of(save(curator, record)) == []
    assert list(has_it.terms.all()) == [old]
    club.refresh_from_db()
    assert club.kind == kind


def test_a_retired_term_cannot_be_given_to_an_entry_that_lacks_it(curator):
    old = make_term("topic", "old", is_retired=True)
    kind = make_term("organization-kind", "club", is_retired=True)
    resource, organization = make_resource(), make_organization()
    assert len(errors_of(save(curator, resource, terms_topic=[old.pk]))) == 1
    assert len(errors_of(save(curator, organization, kind=kind.pk))) == 1


def test_a_retired_topic_stays_on_the_guide_that_names_it(curator):
    old = make_term("topic", "old", is_retired=True)
    guide, other = make_guide(make_term("role", "coach")), make_guide(make_term("role", "aunt"))
    guide.related_topics.add(old)
    assert errors_of(save(curator, guide)) == []
    assert list(guide.related_topics.all()) == [old]
    assert len(errors_of(save(curator, other, related_topics=[old.pk]))) == 1


def test_visitors_filter_by_a_retired_term_until_no_entry_has_it():
    old, other = make_term("topic", "old", is_retired=True), make_term("topic", "other")
    resource = make_resource(terms=[old, other])

    def choices():
        [topic] = [f for f in ResourceFilterSet(QueryDict()).result.facets if f.slug == "topic"]
        return [value.slug for value in topic.values]

    assert choices() == ["old", "other"]
    resource.terms.remove(old)
    assert choices() == ["other"]


def test_autocomplete_offers_no_retired_term(curator):
    make_term("topic", "school gardens", label_en="School gardens", is_retired=True)
    make_term("topic", "school boards", label_en="School boards")
    query = {
        "app_label": "partnerships",
        "model_name": "guide",
        "field_name": "term",
        "term": "school",
    }
    found = curator.get(reverse("admin:autocomplete"), query).json()["results"]
    assert [choice["text"] for choice in found] == ["School boards"]
