"""Fill in a form of the admin as a browser does: every field it shows is sent, as it stands."""

from django.urls import reverse
from lxml import html


def address(record, page="change"):
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}"
    return reverse(name, args=[] if isinstance(record, type) else [record.pk])


def step_address(entry, name):
    kind = f"{entry._meta.app_label}_{entry._meta.model_name}"
    return reverse(f"admin:{kind}_step", args=[entry.pk, name])


def fields_of(page):
    """The fields a browser would send of the form on `page`, with line breaks as CR LF."""
    [form] = html.fromstring(page.content.decode()).cssselect("#content-main > form")
    fields = {}
    for name, value in form.form_values():
        fields.setdefault(name, []).append((value or "").replace("\n", "\r\n"))
    return fields


def open_form(client, record):
    """The page to add (for a model) or to change (for a record), and the fields it would send."""
    url = address(record, "add" if isinstance(record, type) else "change")
    page = client.get(url)
    assert page.status_code == 200
    return url, fields_of(page)


def save(client, record, **changes):
    """Open the form, make `changes`, and send it. Returns the page that follows."""
    url, fields = open_form(client, record)
    return client.post(url, fields | changes, follow=True)


def errors_of(page):
    """The messages a form shows; none when it was saved."""
    found = html.fromstring(page.content.decode()).cssselect(".errorlist li")
    return [message.text_content() for message in found]


def notices_of(page):
    return [str(message) for message in page.context["messages"]]
