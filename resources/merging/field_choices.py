"""What one entry made of two will have: for each field that differs, whose is taken."""

from dataclasses import dataclass

from django.db import models
from django.utils.text import capfirst

from resources.models import Vocabulary

# Taken together: parts of one statement, which halves of two entries would make untrue.
TOGETHER = [
    ("summary_en", "summary_es"),
    ("url", "link_target", "link_state", "link_checked_at"),
    ("archived_url", "is_archived_url_verified"),
    ("original_url", "is_original_url_verified"),
    ("address_evidence", "cited_by", "evidence_url"),
    ("evidence_status", "evidence_note_en", "evidence_note_es"),
    ("draft_note_en", "draft_note_es"),
]
# What the survivor keeps of its own: its address, its way through the workflow, who vouched for it.
ITS_OWN = {
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
OLDER_IS_TRUER = {"listed_on"}


@dataclass(frozen=True)
class Value:
    label: str
    shown: str
    language: str = ""


@dataclass(frozen=True)
class Choice:
    """Something two entries say differently. `is_theirs_better` is what a curator finds ticked."""

    name: str
    label: str
    mine: list[Value]
    theirs: list[Value]
    is_theirs_better: bool


def choices_between(survivor, other):
    """What differs between two entries: fields first, then terms where only one may be had."""
    for fields in fields_together(type(survivor)):
        if any(value_of(survivor, f) != value_of(other, f) for f in fields):
            yield Choice(
                name=fields[0].name,
                label=capfirst(fields[0].verbose_name),
                mine=shown(survivor, fields),
                theirs=shown(other, fields),
                is_theirs_better=is_theirs_better(survivor, other, fields),
            )
    for vocabulary in single_vocabularies():
        mine, theirs = survivor.terms_of(vocabulary.pk), other.terms_of(vocabulary.pk)
        if mine and theirs and mine != theirs:
            values = [[Value("", str(term)) for term in terms] for terms in (mine, theirs)]
            yield Choice(name_of(vocabulary), str(vocabulary), *values, is_theirs_better=False)


def take(survivor, other, names):
    """Give `survivor`, without saving it, what `names` name of `other`; answers its terms.

    All the rest it keeps, but for terms: of those it has both entries'.
    """
    sources = dict.fromkeys(survivor.text_names(), survivor)
    were_fresh = {entry: is_fresh(entry) for entry in (survivor, other)}
    for fields in fields_together(type(survivor)):
        if fields[0].name in names:
            for field in fields:
                setattr(survivor, field.attname, getattr(other, field.attname))
                if field.name.endswith("_en"):
                    sources[field.name.removesuffix("_en")] = other
    texts = [name for name in survivor.text_names() if getattr(survivor, f"{name}_en")]
    survivor.translated_from = ""
    if all(were_fresh[sources[name]] for name in texts):
        survivor.mark_translated()
    return united_terms(survivor, other, names)


def is_fresh(entry):
    return entry.translated_from == entry.english_hash()


def united_terms(survivor, other, names):
    terms = {*survivor.terms.all(), *other.terms.all()}
    for vocabulary in single_vocabularies():
        mine, theirs = survivor.terms_of(vocabulary.pk), other.terms_of(vocabulary.pk)
        if mine and theirs:
            terms -= set(mine if name_of(vocabulary) in names else theirs) - set(
                theirs if name_of(vocabulary) in names else mine
            )
    return terms


def name_of(vocabulary):
    """How a choice between terms of a vocabulary is called in a form."""
    return f"terms-{vocabulary.pk}"


def single_vocabularies():
    return Vocabulary.objects.filter(is_single=True)


def fields_together(model):
    """The fields to choose from, in the order of the model, those that belong together in one."""
    first_of = {name: names for names in TOGETHER for name in names[:1]}
    follow = {name for names in TOGETHER for name in names[1:]}
    for field in model._meta.concrete_fields:
        if field.name not in ITS_OWN | follow:
            names = first_of.get(field.name, (field.name,))
            yield [model._meta.get_field(name) for name in names]


def value_of(entry, field):
    return getattr(entry, field.attname)


def shown(entry, fields):
    """The values of fields in words; what is empty is left out."""
    return [
        Value(
            capfirst(field.verbose_name) if len(fields) > 1 else "",
            in_words(entry, field),
            field.name[-2:] if field.name.endswith(("_en", "_es")) else "",
        )
        for field in fields
        if value_of(entry, field) not in (None, "")
    ]


def in_words(entry, field):
    if field.choices:
        return getattr(entry, f"get_{field.name}_display")()
    return getattr(entry, field.name)


def is_theirs_better(survivor, other, fields):
    """Whether the other says more; of two days of the same, whether its is the earlier one."""
    if fields[0].name in OLDER_IS_TRUER:
        return value_of(other, fields[0]) < value_of(survivor, fields[0])
    return filled(other, fields) > filled(survivor, fields)


def filled(entry, fields):
    """How many of the fields say something; a box that is not ticked says nothing."""
    return sum(bool(value_of(entry, f)) for f in fields if not isinstance(f, models.DateTimeField))
