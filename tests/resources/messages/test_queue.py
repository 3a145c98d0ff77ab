"""Curators read visitors' messages and decide; contributors only read."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html
from reversion.models import Version

from resources.messages import decisions
from resources.models import FormerSlug, Organization, Resource, Status, VisitorMessage
from tests.desk_form import address, errors_of, fields_of, notices_of
from tests.make import make_message, make_organization, make_resource, make_term, make_user

pytestmark = pytest.mark.django_db
QUEUE = "/admin/resources/visitormessage/"


@pytest.fixture
def curator(client):
    user = make_user("curator")
    client.force_login(user)
    return user


def decide(client, message, decision, **changes):
    """Fill in the page of a message and press the button of a decision."""
    fields = fields_of(client.get(address(message)))
    return client.post(address(message), {**fields, **changes, "_decision": decision}, follow=True)


def buttons(page):
    found = html.fromstring(page.content.decode()).cssselect("[name=_decision]")
    return [button.get("value") for button in found]


def rows(client, **query):
    return [message.pk for message in client.get(QUEUE, query).context["cl"].result_list]


def reload(message):
    return VisitorMessage.objects.get(pk=message.pk)


def decided(**fields):
    return make_message(handled_at=timezone.now(), **fields)


# The queue


def test_the_queue_holds_waiting_messages_newest_first(client, curator):
    first, second = make_message(), make_message(kind="problem")
    spam = decided(state="spam")

    assert rows(client) == [second.pk, first.pk]
    assert rows(client, state="spam") == [spam.pk]
    assert rows(client, kind__exact="problem") == [second.pk]
    assert rows(client, state="all", q=first.display_number) == [first.pk]
    assert set(VisitorMessage.objects.waiting()) == {first, second}


def test_the_queue_costs_the_same_at_any_length(client, curator):
    entries = make_resource(), make_organization()
    costs = []
    for length in (2, 2, 20):
        for number in range(length):
            make_message(kind="problem", entry=entries[number % 2])
        with CaptureQueriesContext(connection) as queries:
            assert len(rows(client)) >= length
        costs.append(len(queries))
    assert costs[1] == costs[2]  # the first time, Django fills its caches


def test_a_strangers_text_and_address_do_no_harm(client, curator):
    message = make_message(
        text="<script>alert(1)</script>", why="<x-evil>", address="https://evil.example/?<x-evil>"
    )
    for page in (client.get(QUEUE), client.get(address(message))):
        document = html.fromstring(page.content.decode())
        assert not document.cssselect("x-evil, script:not([src])")
    [link] = document.cssselect("a[href^='https://evil.example']")
    assert link.get("rel") == "external noreferrer nofollow"
    assert link.getparent().getparent().tag == "details"


def test_marking_many_as_spam_leaves_decided_messages_alone(client, curator):
    spam, done = make_message(), decided(kind="problem", state="done")
    form = {"action": "mark_as_spam", "_selected_action": [spam.pk, done.pk]}
    page = client.post(QUEUE + "?state=all", form, follow=True)

    assert "1 message was set aside" in notices_of(page)[0]
    assert (reload(spam).state, reload(spam).handled_by) == ("spam", curator)
    assert reload(done).state == "done"


# Permissions


def test_a_contributor_reads_and_decides_nothing(client):
    client.force_login(make_user("contributor"))
    message = make_message()
    page = client.get(address(message))

    assert page.status_code == 200
    assert buttons(page) == []
    assert client.post(address(message), {"_decision": "declined"}).status_code == 403
    form = {"action": "mark_as_spam", "_selected_action": [message.pk]}
    client.post(QUEUE, form)
    assert reload(message).is_waiting


def test_nobody_writes_a_message_for_a_visitor(admin_client):
    assert admin_client.get(QUEUE + "add/").status_code == 403


def test_opening_a_message_decides_nothing(client, curator):
    message = make_message()
    client.get(address(message), {"_decision": "spam"})
    assert reload(message).is_waiting


def test_the_page_of_a_message_says_its_number(client, curator):
    message = make_message()

    assert message.display_number in client.get(address(message)).content.decode()


# Decisions


@pytest.mark.parametrize(
    ("kind", "decision"),
    [
        ("problem", "done"),
        ("problem", "declined"),
        ("problem", "spam"),
        ("suggestion", "done"),
        ("suggestion", "declined"),
        ("suggestion", "spam"),
    ],
)
def test_one_click_decides_with_an_answer_or_without(client, curator, kind, decision):
    for answer in ("", "Thank you, it was so."):
        message = make_message(kind=kind)
        page = decide(client, message, decision, answer=answer)

        assert notices_of(page) == ["The message is decided."]
        stored = reload(message)
        assert (stored.state, stored.answer, stored.handled_by) == (decision, answer, curator)
        assert stored.handled_at
        assert LogEntry.objects.filter(object_id=str(message.pk)).count() == 1


def test_a_decision_can_be_taken_back_unless_it_made_an_entry(client, curator):
    message = decided(state="spam")
    assert buttons(client.get(address(message))) == ["new"]
    decide(client, message, "new")
    assert reload(message).is_waiting
    assert reload(message).handled_by is None

    assert buttons(client.get(address(decided(state="accepted")))) == []


@pytest.mark.parametrize("decision", ["accepted", "nonsense", "", "new"])
def test_a_problem_takes_no_decision_it_was_not_offered(client, curator, decision):
    message = make_message(kind="problem")
    page = decide(client, message, decision)

    assert errors_of(page) == ["Somebody has already decided about this message. See below."]
    assert reload(message).is_waiting


def test_the_slower_of_two_curators_gets_an_error(client, curator):
    message = make_message()
    fields = fields_of(client.get(address(message)))
    decisions.decide(message, "declined", by=make_user("curator"), answer="First")
    page = client.post(address(message), {**fields, "answer": "Second", "_decision": "spam"})

    assert errors_of(page) == ["Somebody has already decided about this message. See below."]
    assert (reload(message).state, reload(message).answer) == ("declined", "First")


def test_two_decisions_at_one_moment_leave_the_first(client, curator, monkeypatch):
    message, other = make_message(), make_user("curator")
    real_decide = decisions.decide

    def too_late(message, state, **given):
        real_decide(VisitorMessage.objects.get(pk=message.pk), "declined", by=other)
        return real_decide(message, state, **given)

    monkeypatch.setattr(decisions, "decide", too_late)
    page = decide(client, message, "accepted", **draft_of(make_organization()))

    assert notices_of(page) == ["Somebody else decided this message just now."]
    assert not Resource.objects.exists()


def test_a_problem_leads_to_its_entry(client, curator):
    entry = make_resource()
    page = client.get(address(make_message(kind="problem", entry=entry))).content.decode()

    assert address(entry) in page
    assert entry.get_absolute_url() in page


# Accepting


def draft_of(organization=None, **fields):
    return {"organization": organization.pk if organization else "", **fields}


def test_accepting_fills_in_a_draft(client, curator):
    publisher = make_organization(url="https://www.example.org/about")
    suggestion = {"title": "A kit", "why": "It explains meetings."}
    message = make_message(text="It is good.", address="https://example.org/kit", **suggestion)
    page = decide(client, message, "accepted", answer="Thank you!")

    draft = Resource.objects.get()
    assert page.redirect_chain[-1][0] == address(draft)
    assert (draft.title_en, draft.summary_en) == ("A kit", "It explains meetings.")
    assert (draft.url, draft.organization) == ("https://example.org/kit", publisher)
    assert (draft.status, draft.slug) == (Status.DRAFT, "a-kit")
    kept = reload(message)
    assert (kept.state, kept.draft, kept.answer) == ("accepted", draft, "Thank you!")
    versions = Version.objects.get_for_object(draft)
    assert [v.revision.user for v in versions] == [curator]
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_a_message_in_spanish_fills_the_spanish_texts_of_the_draft(client, curator):
    message = make_message(language="es", title="Una guía", why="Explica todo.")
    decide(client, message, "accepted", **draft_of(make_organization()))

    draft = Resource.objects.get()
    assert (draft.title_es, draft.summary_es) == ("Una guía", "Explica todo.")
    assert (draft.title_en, draft.summary_en) == ("", "")


def test_a_publisher_is_recognised_by_its_site(client, curator):
    make_organization(url="https://not-example.org/")
    publisher = make_organization(url="https://www.example.org/about")
    message = make_message(address="https://example.org/kit", text="https://example.org/kit")
    decide(client, message, "accepted")

    draft = Resource.objects.get()
    assert (draft.url, draft.organization) == ("https://example.org/kit", publisher)
    assert draft.title == "example.org"


def test_a_new_publisher_is_made_in_the_same_step(client, curator):
    kind, place = make_term("organization-kind"), make_term("region")
    new = {"new_organization": "A New One", "new_kind": kind.pk, "new_region": place.pk}
    decide(client, make_message(title="A kit"), "accepted", **new)

    publisher = Resource.objects.get().organization
    assert (publisher.name, publisher.slug, publisher.status) == ("A New One", "a-new-one", "draft")
    assert (publisher.kind, publisher.region) == (kind, place)


def test_a_publisher_of_that_name_is_not_made_twice(client, curator):
    known = make_organization(name="Known Well")
    decide(client, make_message(title="A kit"), "accepted", new_organization="known well")
    assert Resource.objects.get().organization == known


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({}, "Choose who publishes it, or name a new publisher."),
        ({"new_organization": "New"}, "A new publisher needs this."),
        ({"title": ""}, "Give the draft a title."),
        ({"url": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"title": "x" * 301}, "Ensure this value has at most 300 characters (it has 301)."),
    ],
)
def test_an_incomplete_draft_is_refused_with_the_reason(client, curator, fields, complaint):
    message = make_message()
    page = decide(client, message, "accepted", answer="Kept", **fields)

    assert complaint in errors_of(page)
    assert fields_of(page)["answer"][0].strip() == "Kept"
    assert reload(message).is_waiting
    assert not Resource.objects.exists()
    assert not Organization.objects.exists()


def test_a_slug_that_an_entry_has_or_had_is_not_given_again(client, curator):
    make_resource(slug="a-kit")
    other = make_resource(slug="other")
    FormerSlug.objects.create(entry=other, slug="a-kit-2")
    decide(client, make_message(title="A kit"), "accepted", **draft_of(make_organization()))
    assert Resource.objects.filter(slug="a-kit-3").exists()


def test_resources_at_the_same_address_are_named(client, curator):
    known = make_resource(url="https://www.example.org/kit/")
    page = client.get(address(make_message(address="http://example.org/kit?utm_source=x")))
    assert address(known) in page.content.decode()


def test_a_message_decided_since_it_was_read_makes_no_draft(curator):
    message = make_message()
    decisions.decide(VisitorMessage.objects.get(), "spam", by=curator)
    with pytest.raises(ValidationError):
        decisions.accept(message, Resource(organization=make_organization()), by=curator)
    assert not Resource.objects.exists()


def test_the_desk_lists_the_queue(client, curator):
    assert QUEUE in client.get(reverse("admin:index")).content.decode()
