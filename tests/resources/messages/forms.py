"""Fill in a visitor's form as a browser does, after as long as a person takes."""

import time
from unittest.mock import patch

from lxml import html

from resources.messages.form_tokens import new_stamp
from resources.models import VisitorMessage

SUGGEST = "/suggest/"


def stamp(age=60):
    """A stamp that was made so many seconds ago."""
    then = time.time() - age
    with patch("django.core.signing.time.time", return_value=then):
        return new_stamp()


def send(client, address=SUGGEST, *, headers=None, **fields):
    fields = {"text": "https://example.org/", "website": "", "stamp": stamp(), **fields}
    return client.post(address, fields, headers=headers or {"sec-fetch-site": "same-origin"})


def sent(client, *args, **fields):
    """The message that this made."""
    before = set(VisitorMessage.objects.values_list("pk", flat=True))
    answer = send(client, *args, **fields)
    assert answer.status_code == 302, complaints(answer)
    [message] = VisitorMessage.objects.exclude(pk__in=before)
    return message


def page(response):
    return html.document_fromstring(response.content.decode())


def complaints(response):
    return [" ".join(li.text_content().split()) for li in page(response).cssselect(".notices li")]


def field(response, name):
    """What a field of the form on the page holds now; a browser adds no line break of its own."""
    [found] = page(response).cssselect(f"form.message [name={name}]")
    return found.value
