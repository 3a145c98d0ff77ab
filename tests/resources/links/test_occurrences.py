"""Links and occurrences follow the entries, and links no entry shows are deleted in time."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partnerships.models import FirstStep
from resources.entry_kinds import kind_of
from resources.links import occurrences
from resources.links.in_text import links_in_text
from resources.links.occurrences import entries_by_link, sync_all
from resources.models import Link, LinkOccurrence, Resource
from tests.make import make, make_example, make_guide, make_link, make_organization, make_resource

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def stored_addresses():
    """{(kind of entry, its key, field): address}"""
    return {
        (place.content_type.model, place.object_id, place.field): place.link.address
        for place in LinkOccurrence.objects.select_related("link", "content_type")
    }


def test_every_kind_of_occurrence_is_found():
    organization = make_organization(url="https://publisher.example.org/")
    resource = make_resource(
        organization=organization,
        url="https://www.example.org/packet.pdf",
        archived_url="https://archive.example.org/web/2010/packet.pdf",
    )
    example = make_example(source_url="https://example.org/report")
    guide = make_guide(intro_es="Lea [el informe](https://example.org/informe).")
    make(FirstStep, guide=guide, text_en="Open https://example.org/step.")

    sync_all()

    assert stored_addresses() == {
        ("organization", organization.pk, "url"): "https://publisher.example.org/",
        ("resource", resource.pk, "url"): "https://www.example.org/packet.pdf",
        ("resource", resource.pk, "archived_url"): (
            "https://archive.example.org/web/2010/packet.pdf"
        ),
        ("example", example.pk, "source_url"): "https://example.org/report",
        ("guide", guide.pk, "intro_es"): "https://example.org/informe",
        ("guide", guide.pk, "first_steps.text_en"): "https://example.org/step",
    }
    assert LinkOccurrence.objects.get(field="intro_es").text == "el informe"
    assert Link.objects.get(address__contains="packet.pdf", host="example.org").due_at


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("See [the plan](https://a.org/plan).", [("https://a.org/plan", "the plan")]),
        ("At https://a.org/plan, or call.", [("https://a.org/plan", "")]),
        ("(https://a.org/plan)", [("https://a.org/plan", "")]),
        ("<https://a.org/plan>", [("https://a.org/plan", "")]),
        ("“https://a.org/plan.”", [("https://a.org/plan", "")]),
        ("[x](https://a.org/a_(b)) y", [("https://a.org/a_(b)", "x")]),
        ("https://a.org/a_(b).", [("https://a.org/a_(b)", "")]),
        ('[x](https://a.org/a "Title")', [("https://a.org/a", "x")]),
        ("[x](<https://a.org/a>)", [("https://a.org/a", "x")]),
        ("[x]: https://a.org/a", [("https://a.org/a", "")]),
        ("[https://a.org](https://b.org)", [("https://b.org", "https://a.org")]),
        ("**https://a.org/?q=1&r=2**", [("https://a.org/?q=1&r=2", "")]),
        ("[mail](mailto:a@b.org) [here](/es/) ftp://a.org", []),
        ("https://a.org/ https://b.org/", [("https://a.org/", ""), ("https://b.org/", "")]),
    ],
)
def test_links_are_found_in_texts(text, links):
    assert list(links_in_text(text)) == links


def test_an_address_is_one_link_however_many_entries_show_it():
    first, second = (make_resource(url="https://example.org/same") for _ in range(2))

    sync_all()

    link = Link.objects.get(address="https://example.org/same")
    found = entries_by_link([link])[link.pk]
    assert {entry for _source, entry, _place in found} == {first, second}


def test_an_occurrence_follows_its_entry():
    resource = make_resource(summary_en="Read [this](https://example.org/a).")
    sync_all()
    resource.summary_en = "Read [that](https://example.org/a)."
    resource.url = "https://example.org/new"
    resource.save()

    sync_all()

    place = LinkOccurrence.objects.get(field="summary_en", object_id=resource.pk)
    assert place.text == "that"
    assert stored_addresses()["resource", resource.pk, "url"] == "https://example.org/new"


def test_a_closed_resource_leads_to_its_archived_copy_alone():
    resource = make_resource(status="closed", archived_url="https://archive.example.org/a")

    sync_all()

    assert [field for kind, _key, field in stored_addresses() if kind == "resource"] == [
        "archived_url"
    ]
    assert (
        stored_addresses()["resource", resource.pk, "archived_url"]
        == "https://archive.example.org/a"
    )


def test_nothing_changes_where_nothing_changed():
    make_resource()
    sync_all()
    before = list(LinkOccurrence.objects.values_list("pk")), list(Link.objects.values())

    with CaptureQueriesContext(connection) as queries:
        sync_all()

    assert (list(LinkOccurrence.objects.values_list("pk")), list(Link.objects.values())) == before
    assert not [q for q in queries if q["sql"].startswith(("INSERT", "UPDATE"))]


def test_a_link_that_no_entry_shows_is_deleted_after_a_while():
    """A curator may put the address back, so its state is not lost at once."""
    resource = make_resource()
    sync_all()
    now = timezone.now()
    seen = {"state": "works", "checked_at": now}
    lately = make_link(**seen)
    long_ago = make_link(**seen | {"checked_at": now - timedelta(days=91)})
    never = make_link()
    long_ago.visits.create(run="1", at=now, state="works")
    Resource.objects.filter(pk=resource.pk).delete()

    sync_all()

    assert not LinkOccurrence.objects.filter(link__address=resource.url).exists()
    assert Link.objects.filter(pk=lately.pk).exists()
    assert not Link.objects.filter(pk__in=[long_ago.pk, never.pk]).exists()
    assert lately not in Link.objects.in_use()


@pytest.mark.parametrize(
    "address",
    [
        f"https://example.org/{'ñ' * 1500}",
        f"https://{'a' * 300}.example.org/\0",
        "https://[::1/",
        "https://",
    ],
)
def test_text_that_is_no_address_is_no_occurrence(address):
    resource = make_resource()
    resource.summary_en = f"[x]({address})"
    kind = kind_of(Resource)

    found = [
        p.address for p in kind.links.occurrences(resource) if occurrences.is_checkable(p.address)
    ]

    assert found == [resource.url]


def test_following_costs_the_same_for_any_number_of_entries():
    def cost(entries):
        for _ in range(entries):
            make_guide(intro_en="https://example.org/a")
            make_resource()
        sync_all()
        with CaptureQueriesContext(connection) as queries:
            sync_all()
        return len(queries)

    cost(1)  # what Django looks up once in a process
    assert cost(1) == cost(10)
