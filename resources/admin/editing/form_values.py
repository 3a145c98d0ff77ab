"""What a form of the desk holds, value by value, as a browser would send it.

Values are {part: {key: [texts]}}. The part is "" for the form itself and the prefix of the formset
for its rows, which are told by their primary keys. A key is the name of a field, or of one input
where a field has several.
"""

from django import forms
from django.core import signing

SEAL = "a form as it was opened"
# These say something of one save and are no part of the entry.
ABOUT_THE_SAVE = {"spanish_still_fits"}


def shown_values(form, formsets):
    """What an unbound form and its formsets show."""
    shown = {"": values_of(form)}
    for formset in formsets:
        rows = {str(row.instance.pk): row for row in formset.initial_forms}
        joins = names_that_join(formset)
        shown[formset.prefix] = {key: values_of(row, joins) for key, row in rows.items()}
    return shown


def names_that_join(formset):
    """The fields that say which row it is and whose: nobody types them."""
    return {formset.fk.name, formset.model._meta.pk.name}


def values_of(form, left_out=()):
    """{key: [texts]} of the fields that can be changed."""
    values = {}
    for bound in form:
        if not bound.field.disabled and bound.name not in {*left_out, *ABOUT_THE_SAVE}:
            values |= shown_inputs(bound.name, plain_widget(bound.field), bound.value())
    return values


def plain_widget(field):
    """The widget itself, without the admin's links around it."""
    return getattr(field.widget, "widget", field.widget)


def shown_inputs(name, widget, value):
    if isinstance(widget, forms.MultiWidget):
        parts = value if isinstance(value, list) else widget.decompress(value)
        inputs = zip(widget.widgets_names, widget.widgets, parts, strict=True)
        return {f"{name}{suffix}": shown_texts(part, value) for suffix, part, value in inputs}
    return {name: shown_texts(widget, value)}


def shown_texts(widget, value):
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if widget.check_test(value) else []
    shown = widget.format_value(value)
    return plain(shown if isinstance(shown, (list, tuple)) else [shown])


def plain(texts):
    """Texts as forms clean them: a blank is nothing, and a browser's line breaks are ours."""
    texts = (str(text).replace("\r\n", "\n").strip() for text in texts if text is not None)
    return sorted(filter(None, texts))


def typed_values(data, keys, prefix=""):
    """What `data`, a browser's, says for each of `keys`."""
    return {key: plain(data.getlist(f"{prefix}{key}")) for key in keys}


def typed_rows(data, formset):
    """The prefixes of a formset's rows in `data`: {primary key: prefix}, and of the new rows."""
    name = formset.model._meta.pk.name
    known, new = {}, []
    for number in range(count_in(data, formset.prefix)):
        prefix = f"{formset.prefix}-{number}-"
        if key := data.get(f"{prefix}{name}"):
            known[key] = prefix
        elif any(sent.startswith(prefix) for sent in data):
            new.append(prefix)
    return known, new


def count_in(data, prefix, most=1000):
    """How many rows a browser says it sends; never more than a formset takes."""
    count = data.get(f"{prefix}-TOTAL_FORMS", "")
    return min(int(count), most) if count.isascii() and count.isdecimal() else 0


def sealed(values):
    return signing.dumps(values, salt=SEAL, compress=True)


def unsealed(text):
    """The values again; None where the seal is broken or missing."""
    try:
        return signing.loads(text, salt=SEAL)
    except signing.BadSignature:
        return None
