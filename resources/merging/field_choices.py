"""The fields of a merged entry: each that differs is a choice of two values."""

from dataclasses import dataclass

from django.db import models
from django.utils.text import capfirst

from resources.models import Vocabulary

# Fields that are only valid as a set, so they are chosen together.
FIELD_GROUPS = [
    ("summary_en", "summary_es"),
    ("url", "link_target", "link_state", "link_checked_at"),
    ("archived_url", "is_archived_url_verified"),
    ("original_url", "is_original_url_verified"),
    ("address_evidence", "cited_by", "evidence_url"),
    ("evidence_status", "evidence_note_en", "evidence_note_es"),
    ("draft_note_en", "draft_note_es"),
]
# Fields that always stay as the survivor has them: its address, workflow and reviews.
SURVIVOR_FIELDS = {
    "id",
    "slug",
    "status",
    "publish_at",
    "close_at",
    "closing_note_en",
    "closing_note_es",
    "successor",
    "reviewed_on",
    "reviewed_by",
    "review_due_on",
    "updated_at",
    "translated_from",
    "url_key",
}
EARLIEST_WINS = {"listed_on"}  # dates of which the earlier one is suggested


@dataclass(frozen=True)
class DisplayedValue:
    label: str
    value: object
    language: str = ""


@dataclass(frozen=True)
class MergeChoice:
    """Fields in which two entries differ. `is_theirs_better` is the suggestion."""

    name: str
    label: str
    mine: list[DisplayedValue]
    theirs: list[DisplayedValue]
    is_theirs_better: bool


def choices_between(survivor, other):
    """Yields a MergeChoice for each difference, of fields first, then of terms."""
    for fields in field_groups(type(survivor)):
        if any(stored_value(survivor, f) != stored_value(other, f) for f in fields):
            yield MergeChoice(
                name=fields[0].name,
                label=capfirst(fields[0].verbose_name),
                mine=choice_values(survivor, fields),
                theirs=choice_values(other, fields),
                is_theirs_better=is_theirs_better(survivor, other, fields),
            )
    for vocabulary in single_term_vocabularies():
        mine, theirs = survivor.terms_of(vocabulary.pk), other.terms_of(vocabulary.pk)
        if mine and theirs and mine != theirs:
            values = [[DisplayedValue("", str(term)) for term in terms] for terms in (mine, theirs)]
            yield MergeChoice(
                terms_choice_name(vocabulary), str(vocabulary), *values, is_theirs_better=False
            )


def copy_fields(survivor, other, names):
    """Copy the chosen fields of `other` to `survivor`, and return the merged terms.

    The survivor is not saved. `names` are the names of the MergeChoices for which the other's
    values were chosen. A translation counts as fresh afterwards only if every text it
    translates was fresh before.
    """
    sources = dict.fromkeys(survivor.text_names(), survivor)
    were_fresh = {entry: has_fresh_translation(entry) for entry in (survivor, other)}
    for fields in field_groups(type(survivor)):
        if fields[0].name in names:
            for field in fields:
                setattr(survivor, field.attname, getattr(other, field.attname))
                if field.name.endswith("_en"):
                    sources[field.name.removesuffix("_en")] = other
    texts = [name for name in survivor.text_names() if getattr(survivor, f"{name}_en")]
    survivor.translated_from = ""
    if all(were_fresh[sources[name]] for name in texts):
        survivor.mark_translated()
    return merged_terms(survivor, other, names)


def has_fresh_translation(entry):
    return entry.translated_from == entry.english_hash()


def merged_terms(survivor, other, names):
    """The terms of both, but only the chosen one of a single-term vocabulary."""
    terms = {*survivor.terms.all(), *other.terms.all()}
    for vocabulary in single_term_vocabularies():
        mine, theirs = survivor.terms_of(vocabulary.pk), other.terms_of(vocabulary.pk)
        if mine and theirs:
            is_theirs = terms_choice_name(vocabulary) in names
            chosen, dropped = (theirs, mine) if is_theirs else (mine, theirs)
            terms -= set(dropped) - set(chosen)
    return terms


def terms_choice_name(vocabulary):
    """The name of the choice between terms of a vocabulary in the form."""
    return f"terms-{vocabulary.pk}"


def single_term_vocabularies():
    return Vocabulary.objects.filter(is_single=True)


def field_groups(model):
    """Yields lists of fields that are chosen together, in the order of the model."""
    first_of = {name: names for names in FIELD_GROUPS for name in names[:1]}
    later = {name for names in FIELD_GROUPS for name in names[1:]}
    for field in model._meta.concrete_fields:
        if field.name not in SURVIVOR_FIELDS | later:
            names = first_of.get(field.name, (field.name,))
            yield [model._meta.get_field(name) for name in names]


def stored_value(entry, field):
    return getattr(entry, field.attname)


def choice_values(entry, fields):
    """The DisplayedValues of the fields that are not empty."""
    return [
        DisplayedValue(
            capfirst(field.verbose_name) if len(fields) > 1 else "",
            field_display(entry, field),
            field.name[-2:] if field.name.endswith(("_en", "_es")) else "",
        )
        for field in fields
        if stored_value(entry, field) not in (None, "")
    ]


def field_display(entry, field):
    if field.choices:
        return getattr(entry, f"get_{field.name}_display")()
    return getattr(entry, field.name)


def is_theirs_better(survivor, other, fields):
    """True if the other entry fills in more of the fields, or has the earlier date."""
    if fields[0].name in EARLIEST_WINS:
        return stored_value(other, fields[0]) < stored_value(survivor, fields[0])
    return count_filled(other, fields) > count_filled(survivor, fields)


def count_filled(entry, fields):
    """The number of fields with a value. False and moments do not count."""
    return sum(
        bool(stored_value(entry, f)) for f in fields if not isinstance(f, models.DateTimeField)
    )
