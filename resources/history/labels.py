"""Stored values in words: a term by its label, a guide by its name, a date as people write it."""

from collections import defaultdict

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from resources.entry_kinds import kind_of


class Labels:
    """Looks up, in one query for each kind, the names of all that some rows refer to."""

    def __init__(self, rows):
        """`rows` holds (model, fields)."""
        keys = defaultdict(set)
        for model, fields in rows:
            for field in referring_fields(model):
                keys[field.related_model].update(keys_in(fields.get(field.name)))
        self.known = {model: named(model, wanted) for model, wanted in keys.items() if wanted}

    def of(self, model, key):
        found = self.known.get(model, {}).get(key)
        return found or _("gone since (number %(key)s)") % {"key": key}

    def is_gone(self, model, key):
        return key not in self.known.get(model, {})

    def shown(self, field, value):
        """A value of `field` as a list of words or texts; of many-to-many fields one for each."""
        if value is None or value == "":
            return []
        if field.many_to_many:
            return sorted(self.of(field.related_model, key) for key in value)
        if field.remote_field:
            return [self.of(field.related_model, value)]
        return [in_words(field, value)]


def referring_fields(model):
    opts = model._meta
    return [f for f in [*opts.concrete_fields, *opts.local_many_to_many] if f.remote_field]


def keys_in(value):
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def named(model, keys):
    kind = kind_of(model)
    loads = kind.name_relations if kind else ()
    records = model._base_manager.select_related(*loads) if loads else model._base_manager
    return {key: str(record) for key, record in records.in_bulk(list(keys)).items()}


def in_words(field, value):
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, models.DateTimeField):
        return date_format(timezone.localtime(field.to_python(value)), "DATETIME_FORMAT")
    if isinstance(field, models.DateField):
        return date_format(field.to_python(value), "DATE_FORMAT")
    return str(value)
