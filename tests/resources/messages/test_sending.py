"""Visitors send a message: what is stored, and what a refusal says."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resources.messages.receive import receive
from resources.models import Status, VisitorMessage
from tests.environment import EXAMPLES
from tests.make import make_example, make_guide, make_organization, make_resource, make_term
from tests.resources.messages.forms import (
    SUGGEST,
    complaints,
    field,
    page,
    send,
    sent,
    token_of_age,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

ENTRIES = {
    "resource": make_resource,
    "closed resource": lambda: make_resource(status=Status.CLOSED),
    "organization": make_organization,
    "example": make_example,
    "closed example": lambda: make_example(status=Status.CLOSED),
    "topic": make_guide,
    "role": lambda: make_guide(make_term("role")),
    "closed role": lambda: make_guide(make_term("role"), status=Status.CLOSED),
}


@pytest.mark.parametrize(("prefix", "language"), [("", "en"), ("/es", "es")])
def test_a_suggestion_needs_one_field_and_gets_a_reference_number(client, prefix, language):
    message = sent(client, f"{prefix}/suggest/", text="A course at https://example.org/a?b=c.")

    assert (message.kind, message.language, message.state) == ("suggestion", language, "new")
    assert message.address == "https://example.org/a?b=c"
    answer = client.get(f"{prefix}/suggest/{message.reference_number}/")
    assert message.display_number in answer.content.decode()


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("see http://example.org/x, please", "http://example.org/x"),
        ("www.example.org/x", "https://www.example.org/x"),
        ("example.org", "https://example.org"),
        ("The kit. It is good.", ""),
        ("the toolkit", ""),
        ("javascript:alert(1)//a.b", ""),
        ("ftp://example.org/", ""),
        ("https://" + "x" * 1500, ""),
        ("https://[::1", ""),
    ],
)
def test_an_address_is_found_in_what_was_typed(client, text, address):
    assert sent(client, text=text).address == address


@pytest.mark.parametrize("prefix", ["", "/es"])
@pytest.mark.parametrize("kind", ENTRIES)
def test_a_problem_is_about_the_entry_it_was_reported_from(client, kind, prefix):
    entry = ENTRIES[kind]()
    address = prefix + entry.get_absolute_url()
    [link] = page(client.get(address)).cssselect("a[rel=nofollow]")
    assert link.get("href") == f"{address}problem/"

    message = sent(client, f"{address}problem/", text="The link is dead.")

    assert (message.kind, message.entry) == ("problem", entry)


def test_a_problem_may_be_about_the_site_itself(client):
    assert sent(client, "/problem/", text="I cannot print.").entry is None


def test_an_entry_without_a_page_has_no_problem_form(client):
    draft = make_resource(status=Status.DRAFT)
    assert client.get(f"/resources/{draft.slug}/problem/").status_code == 404
    assert send(client, f"/resources/{draft.slug}/problem/").status_code == 404
    assert client.get("/topics/none/problem/").status_code == 404


def test_nothing_about_the_sender_is_stored(client):
    sent(client, headers={"user-agent": "Telltale/1.0", "sec-fetch-site": "same-origin"})

    for table in connection.introspection.table_names():
        if table.startswith("resources_"):
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - a name of our own
                stored = str(cursor.fetchall())
            assert "127.0.0.1" not in stored
            assert "Telltale" not in stored


@pytest.mark.parametrize("address", [SUGGEST, "/problem/", "/suggest/look-up/"])
def test_no_page_of_a_message_sets_a_cookie(client, address):
    answers = [client.get(address), send(client, address, text="")]
    if address != "/suggest/look-up/":
        answers.append(send(client, address))
        answers.append(client.get(answers[-1].headers["Location"]))

    for answer in answers:
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")


def test_opening_a_form_changes_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(SUGGEST, {"text": "hello", "website": "x", "stamp": token_of_age()})
    assert not VisitorMessage.objects.exists()


# Twice


def test_sending_a_form_twice_makes_one_message(client):
    again = {"text": "One form", "stamp": token_of_age()}
    first, second = send(client, **again), send(client, **again)

    assert first.headers["Location"] == second.headers["Location"]
    assert VisitorMessage.objects.count() == 1


def test_other_words_with_a_used_token_stay_on_the_page_with_a_new_token(client):
    used = token_of_age()
    first = sent(client, text="First", stamp=used)
    answer = send(client, text="Second", stamp=used)

    assert answer.status_code == 409
    assert first.display_number in complaints(answer)[0]
    assert field(answer, "text").strip() == "Second"
    assert field(answer, "stamp") != used
    assert VisitorMessage.objects.count() == 1


def test_a_double_click_that_two_processes_take_at_once_makes_one_message(rf):
    def message():
        fields = {"kind": "suggestion", "text": "One form", "language": "en", "form_nonce": "1"}
        return VisitorMessage(**fields)

    first, second = (receive(rf.post(SUGGEST), message()) for _ in range(2))

    assert first == second == VisitorMessage.objects.get()


# Against machines


@pytest.mark.parametrize(
    ("fields", "status", "reason"),
    [
        ({"text": ""}, 422, "Paste a web address here, or say what it is."),
        ({"text": " \x00\u202e\n "}, 422, "Paste a web address here, or say what it is."),
        ({"text": "x" * 2001}, 422, "at most 2000 characters"),
        ({"title": "x" * 301}, 422, "at most 300 characters"),
        ({"why": "www.a.b " * 6}, 422, "at most 5 web addresses"),
        ({"website": "https://spam.example/"}, 422, "a field that people do not see"),
        ({"stamp": ""}, 422, "Something went wrong with this form."),
        ({"stamp": "made:up:now"}, 422, "Something went wrong with this form."),
        ({"stamp": token_of_age()[:-1] + "~"}, 422, "Something went wrong with this form."),
        ({"stamp": token_of_age(age=0)}, 422, "That was very quick."),
        ({"stamp": token_of_age(age=25 * 60 * 60)}, 422, "open for more than a day"),
    ],
)
def test_a_refusal_says_why_and_keeps_what_was_typed(client, fields, status, reason):
    typed = {"text": "Words <b>&", "title": "A title", "why": "It’s good", **fields}
    if "very quick" in reason:
        typed["stamp"] = token_of_age(age=0)  # as old as the test that uses it
    answer = send(client, **typed)

    assert answer.status_code == status
    assert reason in complaints(answer)[0]
    for name in ("title", "why"):
        assert field(answer, name).strip() == typed[name].strip()
    assert field(answer, "text").strip() == html_text(typed["text"])
    assert not field(answer, "website")
    assert not VisitorMessage.objects.exists()


def html_text(text):
    """`text` as a page shows it: HTML replaces the character of number zero."""
    return text.replace("\x00", "\ufffd").strip()


def test_a_filled_honeypot_is_emptied_so_that_a_person_can_send_again(client):
    refused = send(client, text="Mine", website="https://autofill.example/")
    assert (
        send(client, text=field(refused, "text"), stamp=field(refused, "stamp")).status_code == 302
    )


def test_a_form_with_an_error_keeps_its_token_so_that_nobody_waits_again(client):
    mine = token_of_age()
    assert field(send(client, text="", stamp=mine), "stamp") == mine


@pytest.mark.parametrize(
    ("headers", "is_taken"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "http://testserver"}, False),
        ({"origin": "http://testserver"}, True),
        ({"origin": "http://evil.example"}, False),
        ({"origin": "http://testserver.evil.example"}, False),
        ({"origin": "null"}, False),
        ({"origin": "http://[testserver"}, False),
        ({"accept": "*/*"}, True),
    ],
)
def test_only_our_own_pages_may_send(client, headers, is_taken):
    answer = send(client, headers=headers, text="Sent in somebody’s name")

    assert answer.status_code == (302 if is_taken else 403)
    if not is_taken:
        assert field(answer, "text").strip() == "Sent in somebody’s name"
    assert VisitorMessage.objects.exists() is is_taken


@pytest.mark.parametrize("size", [100_000, 10_000_000])
def test_a_large_body_is_refused_before_it_is_read(client, size, monkeypatch):
    def fail(*args):
        raise AssertionError("The body was read.")

    monkeypatch.setattr("django.http.request.HttpRequest._load_post_and_files", fail)
    answer = client.post(SUGGEST, b"text=" + b"x" * size, "application/x-www-form-urlencoded")

    assert answer.status_code == 413
    assert b"<h1" in answer.content


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("address", [SUGGEST, "/es/problem/"])
def test_other_methods_are_refused_with_a_page(client, method, address):
    answer = getattr(client, method)(address)
    assert answer.status_code == 405
    assert b"<h1" in answer.content


@pytest.mark.parametrize("address", ["/suggest/look-up/", "/suggest/4829-1573-6204/"])
def test_the_look_up_pages_refuse_post(client, address):
    assert client.post(address).status_code == 405


def test_a_database_error_loses_no_word(client, monkeypatch):
    def fail(*args):
        raise DatabaseError

    monkeypatch.setattr("resources.messages.views.receive", fail)
    answer = send(client, text="Important")

    assert answer.status_code == 503
    assert field(answer, "text").strip() == "Important"


typed = st.one_of(
    st.text(max_size=80),
    st.sampled_from(
        ["<script>alert(1)</script>", "</textarea><x-evil>", "{{ x }}", "\0", "'\"><x-evil>"]
    ),
    st.text(alphabet="htps:/w.@[]?#%\u202e\x00é👩", max_size=40),
)


@settings(max_examples=25 * EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    address=st.sampled_from(["/suggest/", "/es/suggest/", "/problem/"]),
    text=typed,
    title=typed,
    why=typed,
    website=st.one_of(st.just(""), typed),
    token=st.one_of(st.just(None), typed),
    headers=st.sampled_from([{"sec-fetch-site": "same-origin"}, {"origin": "http://[x"}, {}]),
)
def test_no_text_causes_an_error_or_appears_as_markup(
    client, address, text, title, why, website, token, headers
):
    fields = {"text": text, "title": title, "why": why, "website": website}
    with transaction.atomic():
        answer = send(client, address, headers=headers, stamp=token or token_of_age(), **fields)
        assert answer.status_code in (302, 403, 409, 422, 429)
        if answer.status_code == 302:
            answer = client.get(answer.headers["Location"])
        transaction.set_rollback(True)
    assert not page(answer).cssselect("script, x-evil")


def test_a_form_of_another_kind_of_body_is_no_fault(client):
    for body, kind in [
        (b"{}", "application/json"),
        (b"", "multipart/form-data"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"text=%ff%fe%00", "application/x-www-form-urlencoded"),
        (b"text=a", "application/x-www-form-urlencoded; charset=utf-7"),
        (b"&".join(b"a%d=1" % n for n in range(5000)), "application/x-www-form-urlencoded"),
    ]:
        answer = client.post(SUGGEST, body, kind)
        assert answer.status_code in (400, 422)
        assert b"<h1" in answer.content


# What the database holds


@pytest.mark.parametrize(
    "fields",
    [
        {"text": ""},
        {"text": "x" * 2001},
        {"why": "x" * 2001},
        {"title": "x" * 301},
        {"answer": "x" * 2001},
        {"address": "javascript:alert(1)"},
        {"state": "done"},
        {"kind": "problem", "state": "accepted"},
        {"entry": True},
    ],
)
def test_the_database_enforces_the_rules(fields):
    fields = {
        "kind": "suggestion",
        "text": "x",
        "reference_number": "1",
        "form_nonce": "1",
        **fields,
    }
    if fields.pop("entry", None):
        of = ContentType.objects.get_for_model(VisitorMessage)
        fields |= {"content_type": of, "object_id": 1}
    with pytest.raises((IntegrityError, FieldDoesNotExist, DatabaseError)), transaction.atomic():
        VisitorMessage.objects.create(**fields)


# Links to the forms


def test_a_failed_search_fills_its_words_into_the_form(client):
    make_resource()
    nothing = page(client.get("/resources/", {"q": "chess & “tea” xyzzy"}))
    [link] = nothing.cssselect("main a[href^='/suggest/']")
    form = client.get(link.get("href"))

    assert field(form, "text").strip() == "chess & “tea” xyzzy"
    assert "We left it out" not in form.content.decode()


def test_words_handed_over_are_bounded(client):
    assert len(field(client.get(SUGGEST, {"words": "x" * 9000}), "text").strip()) == 200


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_a_form_can_be_used_without_seeing_it(client, prefix):
    form = page(send(client, f"{prefix}/suggest/", text=""))

    for element in form.cssselect("form.message input:not([type=hidden]), form.message textarea"):
        assert form.cssselect(f"label[for={element.get('id')}]")
    [text] = form.cssselect("#id_text")
    assert text.get("aria-invalid") == "true"
    described = [form.get_element_by_id(name) for name in text.get("aria-describedby").split()]
    assert [e.get("class") for e in described] == ["soft", "error"]
    [summary] = form.cssselect("[role=alert]")
    assert summary.get("autofocus") is not None
    assert summary.cssselect("a[href='#id_text']")
    assert form.findtext(".//title").startswith(("Not sent yet", "Todavía no"))


@pytest.mark.parametrize("kind", ENTRIES)
def test_a_problem_typed_while_the_entry_got_another_address_is_not_lost(client, kind):
    entry = ENTRIES[kind]()
    named = getattr(entry, "term", entry)
    old = f"{entry.get_absolute_url()}problem/"
    type(named).objects.filter(pk=named.pk).update(slug="another")

    assert client.get(old).status_code == 200
    assert sent(client, old, text="The link is dead.").entry == entry
    assert client.get(f"{old}x/").status_code == 404
    assert client.get(old.replace(old.split("/")[2], "never-was")).status_code == 404
