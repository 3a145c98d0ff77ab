"""Stored values as people read them: terms by label, guides by name, dates."""

from collections import defaultdict

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from resources.entry_kinds import kind_of


class Labels:
    """The names of all records that some rows refer to, in one query a model."""

    def __init__(self, rows):
        """`rows` yields (model, fields)."""
        keys = defaultdict(set)
        for model, fields in rows:
            for field in reference_fields(model):
                keys[field.related_model].update(referenced_keys(fields.get(field.name)))
        self.known = {model: names_by_key(model, found) for model, found in keys.items() if found}

    def label(self, model, key):
        found = self.known.get(model, {}).get(key)
        return found or _("deleted since (number %(key)s)") % {"key": key}

    def is_missing(self, model, key):
        return key not in self.known.get(model, {})

    def display_values(self, field, value):
        """The value of `field` as a list of texts.

        A many-to-many field has one for each record, an empty value none.
        """
        if value is None or value == "":
            return []
        if field.many_to_many:
            return sorted(self.label(field.related_model, key) for key in value)
        if field.remote_field:
            return [self.label(field.related_model, value)]
        return [display_value(field, value)]


def reference_fields(model):
    """The foreign keys and many-to-many fields of `model`."""
    opts = model._meta
    return [f for f in [*opts.concrete_fields, *opts.local_many_to_many] if f.remote_field]


def referenced_keys(value):
    """The keys in the value of a reference field."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def names_by_key(model, keys):
    kind = kind_of(model)
    loads = kind.name_relations if kind else ()
    records = model._base_manager.select_related(*loads) if loads else model._base_manager
    return {key: str(record) for key, record in records.in_bulk(list(keys)).items()}


def display_value(field, value):
    """The text for a value of a field that refers to no other record."""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, models.DateTimeField):
        return date_format(timezone.localtime(field.to_python(value)), "DATETIME_FORMAT")
    if isinstance(field, models.DateField):
        return date_format(field.to_python(value), "DATE_FORMAT")
    return str(value)
