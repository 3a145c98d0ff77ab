"""Setting an entry back to an earlier state, with its terms and parts."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from resources.entry_kinds import kind_of

from .diff import editable_fields, rows_of_states
from .labels import Labels, reference_fields, referenced_keys
from .owners import owning_entries, part_rows, parts_of_model
from .recording import record_baselines, record_versions
from .states import current_state


class RevertRefused(Exception):  # noqa: N818 - a rule refuses it, and nothing failed
    """The earlier state breaks a rule of today. `reasons` holds a sentence for each."""

    def __init__(self, reasons):
        super().__init__(*reasons)
        self.reasons = reasons


def fields_not_reverted(model, current, earlier):
    """The names of the fields that a revert leaves alone, such as those of the workflow."""
    history = kind_of(model).history
    together = [
        name
        for cause, names in history.fields_reverted_with.items()
        if current.fields[cause] == earlier.fields.get(cause)
        for name in names
    ]
    return {*history.unreverted_fields, *together}


def revert(entry, earlier, *, user, why):
    """Set `entry` to the EntryState `earlier` and record that as a new revision.

    The present state is recorded first. Raises RevertRefused, and then nothing has changed.
    """
    model = type(entry)
    with transaction.atomic():
        touched = owning_entries([entry, *part_rows(entry), *part_rows_of_state(model, earlier)])
        record_baselines(touched)
        refuse_missing_references(model, earlier)
        current = current_state(model, entry.pk)
        restore_fields(entry, earlier, fields_not_reverted(model, current, earlier))
        for part in parts_of_model(model):
            restore_parts(part, entry, earlier.parts[part.name])
        return record_versions([*touched, *owning_entries(part_rows(entry))], user=user, why=why)


def part_rows_of_state(model, earlier):
    """Yields the rows of the earlier parts, unsaved.

    If a row has moved to another entry since, the revert changes that entry too.
    """
    for part in parts_of_model(model):
        for key, fields in earlier.parts[part.name].items():
            yield assign_fields(part.model(pk=key), fields)


def refuse_missing_references(model, earlier):
    """Raises RevertRefused if the earlier state refers to records that no longer exist."""
    labels = Labels(rows_of_states(model, [earlier]))
    reasons = [
        _("%(field)s: the record it named no longer exists (number %(key)s).")
        % {"field": capfirst(field.verbose_name), "key": key}
        for owner, fields in rows_of_states(model, [earlier])
        for field in reference_fields(owner)
        for key in referenced_keys(fields.get(field.name))
        if labels.is_missing(field.related_model, key)
    ]
    if reasons:
        raise RevertRefused(list(dict.fromkeys(reasons)))


def restore_fields(entry, earlier, excluded):
    entry.refresh_from_db()
    fields = {name: value for name, value in earlier.fields.items() if name not in excluded}
    save_validated(assign_fields(entry, fields))
    for field in entry._meta.local_many_to_many:
        if field.name in fields:
            getattr(entry, field.name).set(fields[field.name])


def restore_parts(part, entry, rows):
    """Delete newer rows first, since a restored row may need their unique values."""
    present = part.model._base_manager.filter(**{part.owner: entry})
    for row in present.exclude(pk__in=rows):
        row.delete()
    known = part.model._base_manager.in_bulk(rows)
    for key, fields in rows.items():
        save_validated(assign_fields(known.get(key) or part.model(pk=key), fields))


def assign_fields(record, fields):
    """Set the columns of `record` that `fields` names, and return it unsaved."""
    names = {field.name for field in record._meta.concrete_fields}
    for name in names & set(fields):
        field = record._meta.get_field(name)
        setattr(record, field.attname, field.to_python(fields[name]))
    return record


def save_validated(record):
    """Raises RevertRefused for a record that breaks a rule."""
    try:
        record.full_clean()
    except ValidationError as problem:
        raise RevertRefused(validation_reasons(record, problem)) from problem
    record.save()


def validation_reasons(record, problem):
    """A sentence for each broken rule, with the label of its field first."""
    labels = {field.name: capfirst(field.verbose_name) for field in editable_fields(type(record))}
    model_label = capfirst(record._meta.verbose_name)
    return [
        f"{labels.get(name, model_label)}: {message}"
        for name, messages in problem.message_dict.items()
        for message in messages
    ]
