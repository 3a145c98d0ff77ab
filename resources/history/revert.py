"""Making an entry again what it was at an earlier version, with its terms and its parts."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from resources.entry_kinds import kind_of

from .diff import rows_with_names, shown_fields
from .labels import Labels, keys_in, referring_fields
from .recording import baseline, record
from .registry import entries_of, parts_of_model, rows_of_parts
from .snapshots import state_of


class CannotGoBack(Exception):  # noqa: N818 - it is no mistake of anybody
    """The rules of today forbid what the entry was then; `reasons` says which, in words."""

    def __init__(self, reasons):
        super().__init__(*reasons)
        self.reasons = reasons


def kept_fields(model, now, then):
    """The names of the fields that stay as they are: those of the workflow, above all."""
    history = kind_of(model).history
    together = [
        name
        for cause, names in history.fixed_unless.items()
        if now.fields[cause] == then.fields.get(cause)
        for name in names
    ]
    return {*history.fixed, *together}


def go_back(entry, then, *, user, why):
    """Make `entry` what the state `then` says, as a new revision. Raises CannotGoBack.

    All of it or nothing: a version of today's is kept before, and nothing else is touched.
    """
    model = type(entry)
    with transaction.atomic():
        touched = entries_of([entry, *rows_of_parts(entry), *rows_then(model, then)])
        baseline(touched)
        refuse_what_is_gone(model, then)
        now = state_of(model, entry.pk)
        put_fields(entry, then, kept_fields(model, now, then))
        for part in parts_of_model(model):
            put_rows(part, entry, then.parts[part.name])
        return record([*touched, *entries_of(rows_of_parts(entry))], user=user, why=why)


def rows_then(model, then):
    """The parts of then, not saved: what they belong to changes, too."""
    for part in parts_of_model(model):
        for key, fields in then.parts[part.name].items():
            yield filled(part.model(pk=key), fields)


def refuse_what_is_gone(model, then):
    labels = Labels(rows_with_names(model, [then]))
    reasons = [
        _("%(field)s: what it named is no longer here (number %(key)s).")
        % {"field": capfirst(field.verbose_name), "key": key}
        for owner, fields in rows_with_names(model, [then])
        for field in referring_fields(owner)
        for key in keys_in(fields.get(field.name))
        if labels.is_gone(field.related_model, key)
    ]
    if reasons:
        raise CannotGoBack(list(dict.fromkeys(reasons)))


def put_fields(entry, then, kept):
    entry.refresh_from_db()
    fields = {name: value for name, value in then.fields.items() if name not in kept}
    save_checked(filled(entry, fields))
    for field in entry._meta.local_many_to_many:
        if field.name in fields:
            getattr(entry, field.name).set(fields[field.name])


def put_rows(part, entry, rows):
    """Rows that came since go first: one that comes back may need their place."""
    present = part.model._base_manager.filter(**{part.owner: entry})
    for row in present.exclude(pk__in=rows):
        row.delete()
    known = part.model._base_manager.in_bulk(rows)
    for key, fields in rows.items():
        save_checked(filled(known.get(key) or part.model(pk=key), fields))


def filled(record, fields):
    names = {field.name for field in record._meta.concrete_fields}
    for name in names & set(fields):
        field = record._meta.get_field(name)
        setattr(record, field.attname, field.to_python(fields[name]))
    return record


def save_checked(record):
    try:
        record.full_clean()
    except ValidationError as refusal:
        raise CannotGoBack(explained(record, refusal)) from refusal
    record.save()


def explained(record, refusal):
    """Each broken rule after the name of the field it is about."""
    labels = {field.name: capfirst(field.verbose_name) for field in shown_fields(type(record))}
    about = capfirst(record._meta.verbose_name)
    return [
        f"{labels.get(name, about)}: {message}"
        for name, messages in refusal.message_dict.items()
        for message in messages
    ]
