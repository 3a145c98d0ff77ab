"""The values of a form and its formsets, as a browser would send them.

Values are {part: {key: [texts]}}. The part is "" for the form itself. A formset's part is its
prefix, with {primary key: {key: [texts]}} for its rows. A key is the name of a field, or of one
input where a field has several.
"""

from django import forms
from django.core import signing

FORM_VALUES_SALT = "a form as it was opened"
# Fields about one save. They are no part of the entry.
SAVE_ONLY_FIELDS = {"spanish_still_fits"}


def unbound_values(form, formsets):
    """The values that an unbound form and its formsets display."""
    values = {"": field_values(form)}
    for formset in formsets:
        rows = {str(row.instance.pk): row for row in formset.initial_forms}
        keys = key_fields(formset)
        values[formset.prefix] = {key: field_values(row, keys) for key, row in rows.items()}
    return values


def key_fields(formset):
    """The fields for the primary key and the owner of a row, which nobody types."""
    return {formset.fk.name, formset.model._meta.pk.name}


def field_values(form, exclude=()):
    """{key: [texts]} of the fields that can be changed."""
    values = {}
    for bound in form:
        if not bound.field.disabled and bound.name not in {*exclude, *SAVE_ONLY_FIELDS}:
            values |= input_values(bound.name, inner_widget(bound.field), bound.value())
    return values


def inner_widget(field):
    """The widget itself, without the admin's links around it."""
    return getattr(field.widget, "widget", field.widget)


def input_values(name, widget, value):
    if isinstance(widget, forms.MultiWidget):
        parts = value if isinstance(value, list) else widget.decompress(value)
        inputs = zip(widget.widgets_names, widget.widgets, parts, strict=True)
        return {f"{name}{suffix}": widget_texts(part, value) for suffix, part, value in inputs}
    return {name: widget_texts(widget, value)}


def widget_texts(widget, value):
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if widget.check_test(value) else []
    texts = widget.format_value(value)
    return cleaned_texts(texts if isinstance(texts, (list, tuple)) else [texts])


def cleaned_texts(texts):
    """Texts sorted and cleaned as forms do: no blank ones, line breaks as LF."""
    texts = (str(text).replace("\r\n", "\n").strip() for text in texts if text is not None)
    return sorted(filter(None, texts))


def posted_values(data, keys, prefix=""):
    """{key: [texts]} that the POST data hold for `keys`."""
    return {key: cleaned_texts(data.getlist(f"{prefix}{key}")) for key in keys}


def posted_rows(data, formset):
    """The prefixes of a formset's rows: {key: prefix} of saved ones, [prefix] of new."""
    name = formset.model._meta.pk.name
    known, new = {}, []
    for number in range(posted_row_count(data, formset.prefix)):
        prefix = f"{formset.prefix}-{number}-"
        if key := data.get(f"{prefix}{name}"):
            known[key] = prefix
        elif any(sent.startswith(prefix) for sent in data):
            new.append(prefix)
    return known, new


def posted_row_count(data, prefix, limit=1000):
    """The number of rows that the browser sent. At most what formsets accept."""
    count = data.get(f"{prefix}-TOTAL_FORMS", "")
    return min(int(count), limit) if count.isascii() and count.isdecimal() else 0


def sign_values(values):
    return signing.dumps(values, salt=FORM_VALUES_SALT, compress=True)


def values_from_signed(text):
    """The values again. None if the signature is wrong or missing."""
    try:
        return signing.loads(text, salt=FORM_VALUES_SALT)
    except signing.BadSignature:
        return None
