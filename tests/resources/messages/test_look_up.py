"""A sender, and nobody else, can look up a message by its reference number."""

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from resources.messages import rate_limits
from resources.messages.reference_numbers import (
    add_check_digits,
    new_reference_number,
    parse_reference_number,
    url_form,
)
from resources.models import SenderCount, Status
from tests.make import make_message, make_resource
from tests.resources.messages.forms import page

pytestmark = pytest.mark.django_db

digits = st.text(alphabet="0123456789", min_size=10, max_size=10)


def address_of(message, prefix=""):
    return f"{prefix}/suggest/{url_form(message.reference_number)}/"


def text_of(response):
    return " ".join(page(response).find(".//main").text_content().split())


@given(digits)
def test_a_reference_number_is_read_however_it_is_typed(ten):
    number = add_check_digits(ten)

    assert len(number) == 12
    for typed in (number, url_form(number), f" {url_form(number).replace('-', ' ')} "):
        assert parse_reference_number(typed) == number


@given(digits, st.integers(0, 11), st.integers(1, 9))
def test_a_wrong_digit_is_noticed(ten, place, shift):
    right = add_check_digits(ten)
    wrong = str((int(right[place]) + shift) % 10)

    assert parse_reference_number(right[:place] + wrong + right[place + 1 :]) == ""


@given(digits, st.integers(0, 10))
def test_two_digits_that_changed_places_are_noticed(ten, place):
    right = add_check_digits(ten)
    swapped = right[:place] + right[place + 1] + right[place] + right[place + 2 :]

    assert parse_reference_number(swapped) == (right if swapped == right else "")


@pytest.mark.parametrize("typed", ["", "1", "x" * 12, "٤" * 12, "²" * 12, "1" * 13, "9" * 9999])
def test_anything_else_is_no_reference_number(typed):
    assert parse_reference_number(typed) == ""


def test_reference_numbers_are_random():
    assert len({new_reference_number() for _ in range(50)}) == 50


@pytest.mark.parametrize(
    ("kind", "state", "says"),
    [
        ("suggestion", "new", "Thank you. We have it."),
        ("suggestion", "accepted", "Somebody is preparing an entry."),
        ("problem", "done", "Thank you. It is settled."),
        ("suggestion", "declined", "left things as they are"),
        ("suggestion", "spam", "We set your message aside."),
    ],
)
def test_the_page_says_what_was_decided(client, kind, state, says):
    handled = {} if state == "new" else {"handled_at": timezone.now(), "answer": "Too <old>."}
    message = make_message(kind=kind, state=state, text="My secret words", **handled)
    answer = client.get(address_of(message))

    assert says in text_of(answer)
    assert ("Too <old>." in text_of(answer)) is bool(handled)
    assert "My secret words" not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert client.get(address_of(message, "/es")).status_code == 200


def test_the_page_leads_to_the_entry_once_visitors_may_see_it(client):
    resource = make_resource(status=Status.DRAFT)
    fields = {"state": "accepted", "handled_at": timezone.now(), "draft": resource}
    message = make_message(**fields)
    assert resource.title not in text_of(client.get(address_of(message)))

    type(resource).objects.update(status=Status.PUBLISHED)
    links = page(client.get(address_of(message))).xpath("//main//@href")
    assert resource.get_absolute_url() in links


@pytest.mark.parametrize(("status", "is_named"), [("published", True), ("draft", False)])
def test_the_page_names_only_an_entry_that_visitors_may_see(client, status, is_named):
    entry = make_resource(status=status)
    message = make_message(kind="problem", entry=entry)
    assert (entry.title in text_of(client.get(address_of(message)))) is is_named
    entry.delete()
    assert client.get(address_of(message)).status_code == 200


def test_an_answer_is_marked_with_the_language_of_the_message(client):
    done = {"state": "declined", "handled_at": timezone.now(), "language": "es"}
    message = make_message(answer="Ya la tenemos.", **done)
    [answer] = page(client.get(address_of(message))).xpath("//p[.='Ya la tenemos.']")
    assert answer.get("lang") == "es"


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_the_box_leads_to_the_message(client, prefix):
    message = make_message()
    box = f"{prefix}/suggest/look-up/"
    answer = client.get(box, {"reference": f" {message.display_number}"})

    assert answer.headers["Location"] == address_of(message, prefix)


def test_an_impossible_number_stays_in_the_box(client):
    answer = client.get("/suggest/look-up/", {"reference": '12"><x-evil>'})

    assert page(answer).get_element_by_id("reference").value == '12"><x-evil>'
    assert "We have no message with this number." in text_of(answer)
    assert not page(answer).cssselect("x-evil")
    assert "We left it out" not in text_of(answer)


def test_guessing_ends_soon(client, monkeypatch):
    monkeypatch.setitem(rate_limits.MAX_PER_DAY, SenderCount.Action.WRONG_NUMBER, 3)
    message = make_message()
    for _ in range(3):
        answer = client.get(f"/suggest/{url_form(new_reference_number())}/")
        assert answer.status_code == 404
        assert "We have no message" in text_of(answer)

    assert client.get(f"/suggest/{url_form(new_reference_number())}/").status_code == 429
    assert client.get(address_of(message)).status_code == 429  # else guessing goes on
    client.defaults["REMOTE_ADDR"] = "10.0.0.2"
    assert client.get(address_of(message)).status_code == 200


def test_a_typing_mistake_costs_nothing(client):
    for wrong in ("4829-1573-6204", "nonsense", "0" * 12):
        assert client.get(f"/suggest/{wrong}/").status_code == 404
    assert not SenderCount.objects.exists()
