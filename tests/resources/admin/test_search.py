"""Failed searches: a curator sees them, and makes a synonym in one step."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from reversion.models import Revision

from partnerships.models import GlossaryTerm
from resources.models import DismissedSearch, FailedSearch, SynonymGroup
from tests.desk_form import address, errors_of, notices_of, save
from tests.make import make_glossary_term, make_resource

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

INCOMPLETE = "Write what visitors type, and what it should find, in up to 100 letters."
LIST = "/admin/resources/failedsearch/"


def signed_in(client, role):
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    return client


@pytest.fixture
def curator(client):
    return signed_in(client, "curator")


def searched(text, *counts):
    """Make `counts` of searches: today, yesterday, and so on."""
    for days, count in enumerate(counts):
        day = timezone.localdate() - timedelta(days=days)
        FailedSearch.objects.create(day=day, text=text, count=count)


def listed(client, **query):
    return [(s.text, s.total) for s in client.get(LIST, query).context["searches"]]


def make_synonym(client, text, target, /, **fields):
    sent = {"text": text, "phrase": text, "target": target, "language": "en"} | fields
    return client.post(f"{LIST}synonym/", sent, follow=True)


# The list


def test_searches_are_summed_over_the_days_most_first_or_newest_first(curator):
    searched("ditching", 0, 3, 4)
    searched("bus pass", 2)
    assert listed(curator) == [("ditching", 7), ("bus pass", 2)]
    FailedSearch.objects.filter(text="ditching", count=0).delete()
    assert listed(curator, sort="newest") == [("bus pass", 2), ("ditching", 7)]
    assert listed(curator, q="bus") == [("bus pass", 2)]


def test_the_list_says_what_was_perhaps_meant_and_what_is_found_by_now(curator):
    for _ in range(12):
        make_resource(title_en="Attendance matters")
    searched("atendance", 5)
    searched("iep", 4)
    make_glossary_term("IEP")
    attendance, iep = curator.get(LIST).context["searches"]
    assert (attendance.spelling, attendance.found) == ("attendance", 12)
    assert (iep.is_explained, iep.found) == (True, 0)


def test_the_list_costs_the_same_at_any_length(curator):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            curator.get(LIST)
        return len(queries)

    searched("one", 1)
    cost()
    one = cost()
    for number in range(20):
        searched(f"other {number}", 1)
    assert cost() == one


@pytest.mark.parametrize("query", ["p=x", "p=99", "sort=x", "q=%00", "q=%25_", "aside"])
def test_the_list_accepts_any_query_string(curator, query):
    searched("ditching", 1)
    assert curator.get(f"{LIST}?{query}").status_code == 200


# A synonym in one step


def test_words_join_the_group_of_the_phrase_and_the_next_search_finds_it(curator, client):
    make_resource(title_en="Truancy and what helps")
    group = SynonymGroup.objects.create(
        slug="truancy", english="truancy\nabsence", spanish="ausencia"
    )
    searched("ditching", 3)
    assert client.get("/api/v1/resources/?q=ditching").json()["count"] == 0

    page = make_synonym(curator, "ditching", "Truancy")

    assert notices_of(page) == ["“ditching” now finds 1 resource."]
    group.refresh_from_db()
    assert group.english == "truancy\nabsence\nditching"
    assert client.get("/api/v1/resources/?q=ditching").json()["count"] == 1
    assert listed(curator) == []
    revision = Revision.objects.latest("pk")
    assert (revision.user.username, revision.comment) == (
        "curator",
        "“ditching” was searched for and found nothing.",
    )


def test_spanish_words_are_learned_as_spanish_with_their_accents(curator):
    group = SynonymGroup.objects.create(slug="truancy", english="truancy\nabsence")
    searched("hacer novillos", 1)
    make_synonym(curator, "hacer novillos", "truancy", language="es", phrase="Hacer nóvillos")
    group.refresh_from_db()
    assert group.spanish == "Hacer nóvillos"


def test_words_join_what_visitors_type_in_a_one_way_group(curator):
    group = SynonymGroup.objects.create(
        slug="cut", direction="one-way", from_phrases="cut class", to_phrases="truancy"
    )
    make_synonym(curator, "ditching", "truancy")
    group.refresh_from_db()
    assert (group.from_phrases, group.to_phrases) == ("cut class\nditching", "truancy")


def test_without_a_group_a_new_one_way_group_is_made(curator):
    make_resource(title_en="Truancy and what helps")
    SynonymGroup.objects.create(slug="ditching", english="a\nb")
    make_synonym(curator, "ditching", "truancy")
    group = SynonymGroup.objects.get(direction="one-way")
    assert (group.slug, group.from_phrases, group.to_phrases) == (
        "ditching-2",
        "ditching",
        "truancy",
    )
    assert Revision.objects.latest("pk").version_set.count() == 1


def test_a_synonym_of_what_nothing_has_stays_on_the_list_and_says_so(curator):
    searched("ditching", 1)
    page = make_synonym(curator, "ditching", "zyzzyva")
    assert notices_of(page) == ["Saved. But nothing in the directory has those words, either."]
    assert listed(curator) == [("ditching", 1)]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"target": "ditching"}, "“ditching” is on both sides: it would find only itself."),
        (
            {"target": " "},
            INCOMPLETE,
        ),
        (
            {"target": "x" * 101},
            INCOMPLETE,
        ),
        ({"phrase": "?!"}, "“?!” has no word that can be searched for."),
        (
            {"language": "fr"},
            INCOMPLETE,
        ),
    ],
)
def test_what_makes_no_synonym_is_explained_and_nothing_is_saved(curator, fields, problem):
    page = make_synonym(curator, "ditching", "truancy", **fields)
    assert problem in notices_of(page)[0]
    assert not SynonymGroup.objects.exists()


# Not needed, and the glossary


def test_what_is_not_needed_leaves_the_list_for_good_and_can_be_put_back(curator):
    searched("asdf", 3)
    curator.post(f"{LIST}set-aside/", {"text": "asdf"})
    curator.post(f"{LIST}set-aside/", {"text": "asdf"})
    searched("asdf", *[0] * 0)
    assert listed(curator) == []
    assert listed(curator, aside=1) == [("asdf", 3)]
    assert DismissedSearch.objects.get().by.username == "curator"
    curator.post(f"{LIST}put-back/", {"text": "asdf"})
    assert listed(curator) == [("asdf", 3)]


def test_the_link_to_the_glossary_brings_the_word_along(curator):
    searched("iep & more", 1)
    page = curator.get(LIST).content.decode()
    assert "/admin/partnerships/glossaryterm/add/?term_en=iep+%26+more" in page
    form = curator.get("/admin/partnerships/glossaryterm/add/?term_en=iep+%26+more")
    assert form.context["adminform"].form.initial["term_en"] == "iep & more"


# Who may


@pytest.mark.parametrize("page", ["synonym", "set-aside", "put-back"])
def test_nothing_is_changed_by_opening_an_address_or_by_contributors(client, page):
    assert signed_in(client, "curator").get(f"{LIST}{page}/").status_code == 405
    sent = {"text": "x", "phrase": "x", "target": "y", "language": "en"}
    assert signed_in(client, "contributor").post(f"{LIST}{page}/", sent).status_code == 403
    assert client.get(LIST).status_code == 403
    assert not SynonymGroup.objects.exists()
    assert not DismissedSearch.objects.exists()


# Editing a group


ALONE = "A group needs two phrases: one alone finds only itself."


def edited(client, **fields):
    group = SynonymGroup.objects.create(slug="group", english="truancy\nabsence")
    return save(client, group, **fields)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"english": "truancy\r\nTRUANCY"}, "“TRUANCY” is in one list twice."),
        ({"english": "truancy"}, "A group needs two phrases: one alone finds only itself."),
        (
            {"english": "truancy\r\n\r\n "},
            "A group needs two phrases: one alone finds only itself.",
        ),
        ({"english": "truancy\r\nabsence\r\n…"}, "“…” has no word that can be searched for."),
        (
            {
                "direction": "one-way",
                "english": "",
                "from_phrases": "cut",
                "to_phrases": "Cut\r\nx",
            },
            "“cut” is on both sides: it would find only itself.",
        ),
    ],
)
def test_an_invalid_group_is_refused_with_a_reason(curator, fields, problem):
    assert problem in errors_of(edited(curator, **fields))
    assert SynonymGroup.objects.get().english == "truancy\nabsence"


def test_a_phrase_in_two_groups_is_saved_with_a_warning(curator):
    SynonymGroup.objects.create(slug="other", english="Absence\naway")
    page = edited(curator, english="truancy\r\nabsence\r\nditching")
    assert errors_of(page) == []
    assert "“absence” is in the group “other”, too." in notices_of(page)


@pytest.mark.parametrize("kind", ["synonym", "glossary"])
def test_deleting_asks_first_and_is_recorded(curator, kind):
    record = (
        SynonymGroup.objects.create(slug="group", english="truancy\nabsence")
        if kind == "synonym"
        else make_glossary_term("IEP")
    )
    assert "Are you sure" in curator.get(address(record, "delete")).content.decode()
    assert type(record).objects.exists()
    curator.post(address(record, "delete"), {"post": "yes"})
    assert not type(record).objects.exists()
    versions = Revision.objects.latest("pk").version_set.values_list("object_id", flat=True)
    assert list(versions) == [str(record.pk)]
    assert curator.get(address(record, "history")).status_code == 200


def test_the_glossary_is_not_touched_by_a_search(curator):
    searched("iep", 1)
    curator.get(LIST)
    assert not GlossaryTerm.objects.exists()
