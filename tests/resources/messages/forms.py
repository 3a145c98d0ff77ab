"""Sends visitors' forms as a browser does, a minute after they were opened."""

import time
from unittest.mock import patch

from lxml import html

from resources.messages.form_tokens import new_form_token
from resources.messages.forms import TOKEN_PARAMETER
from resources.models import VisitorMessage

SUGGEST = "/suggest/"


def token_of_age(age=60):
    """A form token that is this many seconds old."""
    then = time.time() - age
    with patch("django.core.signing.time.time", return_value=then):
        return new_form_token()


def send(client, address=SUGGEST, *, headers=None, **fields):
    defaults = {"text": "https://example.org/", "website": "", TOKEN_PARAMETER: token_of_age()}
    return client.post(
        address, defaults | fields, headers=headers or {"sec-fetch-site": "same-origin"}
    )


def sent(client, *args, **fields):
    """Send a form and return the message that it made."""
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
    """The value that a field of the form on the page holds."""
    [found] = page(response).cssselect(f"form.message [name={name}]")
    return found.value
