"""Rate limits hold for one sender and for all; no internet address is stored."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from resources.messages import rate_limits
from resources.models import SenderCount, VisitorMessage
from tests.make import make_message
from tests.resources.messages.forms import complaints, field, send, sent, token_of_age

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
A_DAY = timedelta(days=1)


def send_from(client, internet_address, **fields):
    client.defaults["REMOTE_ADDR"] = internet_address
    return send(client, **fields)


def test_one_sender_has_a_daily_limit(client, monkeypatch):
    monkeypatch.setitem(rate_limits.MAX_PER_DAY, SenderCount.Action.MESSAGE, 2)
    for _ in range(2):
        assert send_from(client, "10.0.0.1").status_code == 302
    refused = send_from(client, "10.0.0.1", text="One too many")

    assert refused.status_code == 429
    assert "come back tomorrow" in complaints(refused)[0]
    assert field(refused, "text").strip() == "One too many"
    assert send_from(client, "10.0.0.2").status_code == 302
    assert VisitorMessage.objects.count() == 3


def test_a_message_sent_again_is_accepted_even_at_the_limit(client, monkeypatch):
    monkeypatch.setitem(rate_limits.MAX_PER_DAY, SenderCount.Action.MESSAGE, 1)
    form = {"text": "Only one", "stamp": token_of_age()}
    first, again = send(client, **form), send(client, **form)

    assert first.headers["Location"] == again.headers["Location"]


def test_a_refused_message_does_not_count(client):
    for _ in range(3):
        send(client, text="")
        send(client, website="x")
    assert not SenderCount.objects.exists()


def test_all_senders_together_have_an_hourly_limit(client, monkeypatch):
    monkeypatch.setattr(rate_limits, "MAX_PER_HOUR", 2)
    old = make_message()
    VisitorMessage.objects.update(received_at=timezone.now() - timedelta(hours=2))
    for last in range(2):
        assert send_from(client, f"10.0.0.{last}").status_code == 302
    refused = send_from(client, "10.0.0.9", text="Later, then")

    assert refused.status_code == 429
    assert "in an hour" in complaints(refused)[0]
    assert field(refused, "text").strip() == "Later, then"
    VisitorMessage.objects.exclude(pk=old.pk).first().delete()
    assert send_from(client, "10.0.0.9").status_code == 302


def test_a_senders_hash_changes_every_day_and_with_the_secret(rf, monkeypatch, settings):
    request = rf.get("/", REMOTE_ADDR="10.0.0.1")
    today = rate_limits.count_key(request, "message")["sender"]
    assert today == rate_limits.count_key(request, "message")["sender"]
    assert "10.0" not in today

    tomorrow = timezone.localdate() + A_DAY
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: tomorrow)
    assert rate_limits.count_key(request, "message")["sender"] != today
    monkeypatch.undo()
    settings.SECRET_KEY = "another"
    assert rate_limits.count_key(request, "message")["sender"] != today


def test_the_first_message_of_a_day_deletes_older_counts(client):
    SenderCount.objects.create(day=timezone.localdate() - A_DAY, sender="x", action="message")
    sent(client)
    assert {row.day for row in SenderCount.objects.all()} == {timezone.localdate()}


@pytest.mark.parametrize(
    ("state", "days", "is_stored"),
    [
        ("new", 900, True),
        ("spam", 29, True),
        ("spam", 31, False),
        ("done", 364, True),
        ("declined", 366, False),
        ("accepted", 366, False),
    ],
)
@pytest.mark.parametrize("occasion", ["a new message", "the command"])
def test_old_messages_are_deleted(client, state, days, is_stored, occasion):
    then = timezone.now() - days * A_DAY
    kind = "problem" if state == "done" else "suggestion"
    handled = {} if state == "new" else {"handled_at": then}
    message = make_message(kind=kind, state=state, received_at=then, **handled)
    if occasion == "the command":
        call_command("forget_old_messages", verbosity=0)
    else:
        sent(client)

    assert VisitorMessage.objects.filter(pk=message.pk).exists() is is_stored
