"""The one table of columns: what a file can say of an entry, and what may stand in each cell.

An empty cell empties the field; a column that is not there leaves it as it is.
"""

import difflib
import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from resources.models import Organization, Resource, Term, Vocabulary
from resources.models.fields import WebAddressField

from .errors import RefusedError

ID = "id"
BAR = "|"
LONGEST_TEXT = 100_000  # characters
LINE_BREAKS = re.compile(r"\r\n?")
YEAR = re.compile(r"[0-9]{4}")
FLAGS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
FLAGS |= {"sí": True, "si": True}

BEFORE_TERMS = [
    "title_en",
    "title_es",
    "organization",
    "url",
    "link_target",
    "summary_en",
    "summary_es",
    "year",
]
AFTER_TERMS = [
    "draft_note_en",
    "draft_note_es",
    "archived_url",
    "is_archived_url_verified",
    "original_url",
    "is_original_url_verified",
    "evidence_status",
    "evidence_note_en",
    "evidence_note_es",
    "address_evidence",
    "cited_by",
    "evidence_url",
    "is_named_in_seed",
    "is_named_in_kit",
]
# For whoever reads an export; an import passes over them, for the desk's workflow decides them.
SHOWN = ["status", "link_state", "link_checked_at", "reviewed_on", "listed_on", "updated_at"]


class Column:
    """A field of a resource. `write` gives a value's one form, `read` takes other forms too."""

    hint = ""

    def __init__(self, field):
        self.field, self.name, self.attribute = field, field.name, field.attname

    def read(self, text):
        """The value that a cell's `text` stands for. Raises RefusedError."""
        raise NotImplementedError

    def write(self, value):
        return "" if value is None else str(value)

    def tidy(self, text):
        """A cell without what may differ and mean nothing; it may still be refused."""
        return text.strip()

    @property
    def default(self):
        """What a new entry has when the file says nothing."""
        return self.write(self.field.get_default())

    @property
    def label(self):
        return capfirst(self.field.verbose_name)

    def explanation(self):
        """For the template: what belongs here."""
        sentences = [self.label, self.field.help_text, self.hint]
        return ". ".join(str(sentence).rstrip(".") for sentence in sentences if sentence) + "."


class Words(Column):
    """A text of one line or several."""

    def __init__(self, field):
        super().__init__(field)
        self.longest = field.max_length or LONGEST_TEXT

    def write(self, value):
        return (LINE_BREAKS.sub("\n", value) if "\r" in value else value).strip()

    def tidy(self, text):
        return self.write(text)

    def read(self, text):
        text = self.write(text)
        if len(text) > self.longest:
            raise RefusedError("too-long", length=len(text), longest=self.longest)
        return text


class Line(Words):
    def write(self, value):
        return super().write(value).replace("\n", " ")


class Address(Words):
    hint = _("It starts with http:// or https://")

    def read(self, text):
        text = super().read(text)
        if text and not text.startswith(("http://", "https://")):
            raise RefusedError("bad-address")
        try:
            self.field.run_validators(text)
        except ValidationError as problem:
            raise RefusedError("bad-address") from problem
        return text


class Choice(Column):
    def __init__(self, field):
        super().__init__(field)
        self.choices = [value for value, _label in field.choices]

    @property
    def hint(self):
        return " / ".join(self.choices)

    def read(self, text):
        text = text.strip() or self.default
        if text not in self.choices:
            raise RefusedError("bad-choice", text=text[:100], choices=", ".join(self.choices))
        return text


class Year(Column):
    def read(self, text):
        text = text.strip()
        if not text:
            return None
        if not YEAR.fullmatch(text) or not 1800 <= int(text) <= 2100:
            raise RefusedError("bad-year")
        return int(text)


class Flag(Column):
    hint = _("yes or no")

    def write(self, value):
        return {True: "yes", False: "no", None: ""}[value]

    def read(self, text):
        text = text.strip().lower()
        if not text:
            return self.field.get_default()
        if text not in FLAGS:
            raise RefusedError("bad-flag")
        return FLAGS[text]


class Reference(Column):
    """A field that names one record of another table by its slug."""

    def __init__(self, field, keys, unknown, **facts):
        super().__init__(field)
        self.keys, self.unknown, self.facts = keys, unknown, facts
        self.slugs = {key: slug for slug, key in keys.items()}

    hint = _("Its slug")

    def write(self, value):
        return self.slugs.get(value, "")

    def read(self, text):
        slug = text.strip()
        if not slug and self.field.null:
            return None
        if not slug:
            raise RefusedError("cannot-be-empty")
        if slug not in self.keys:
            raise unknown_slug(self.unknown, slug, self.keys, **self.facts)
        return self.keys[slug]


class Terms(Column):
    """All terms an entry has of one vocabulary; a value is the set of their keys."""

    attribute = None

    def __init__(self, vocabulary, keys):
        self.vocabulary, self.keys = vocabulary, keys
        self.name = f"terms_{vocabulary.slug}"
        self.slugs = {key: slug for slug, key in keys.items()}

    default = ""

    @property
    def label(self):
        return str(self.vocabulary.name)

    def write(self, value):
        """Terms that are newer than this table are left out; an import is then refused later."""
        return BAR.join(sorted(self.slugs[key] for key in value if key in self.slugs))

    def read(self, text):
        slugs = {slug.strip() for slug in text.split(BAR)} - {""}
        for slug in sorted(slugs - self.keys.keys()):
            code = "not-bars" if re.search("[,;]", slug) else "unknown-term"
            raise unknown_slug(code, slug, self.keys, vocabulary=self.vocabulary.slug)
        if self.vocabulary.is_single and len(slugs) > 1:
            raise RefusedError("one-term")
        return {self.keys[slug] for slug in slugs}

    def explanation(self):
        slugs = ", ".join(list(self.keys)[:4])
        several = "" if self.vocabulary.is_single else _("Several are separated by |.")
        return f"{self.vocabulary.name}: {slugs}, … {several}".strip()


class Shown(Column):
    """A field that an export shows and an import passes over."""

    hint = _("Only to read: an import passes over it")

    def write(self, value):
        return value.isoformat() if hasattr(value, "isoformat") else super().write(value)


def unknown_slug(code, slug, known, **facts):
    near = difflib.get_close_matches(slug[:100], known, n=1) if code != "not-bars" else []
    if near:
        return RefusedError(f"{code}-like", slug=slug[:100], like=near[0], **facts)
    return RefusedError(code, slug=slug[:100], **facts)


class Table:
    """The columns as the vocabularies and organizations of this moment make them."""

    def __init__(self):
        self.slugs_by_vocabulary = {}
        for vocabulary, slug, key in Term.objects.values_list("vocabulary", "slug", "pk"):
            self.slugs_by_vocabulary.setdefault(vocabulary, {})[slug] = key
        columns = [
            *map(self.column_of, BEFORE_TERMS),
            *(
                Terms(vocabulary, self.slugs_by_vocabulary.get(vocabulary.slug, {}))
                for vocabulary in Vocabulary.objects.filter(is_facet=True)
            ),
            *map(self.column_of, AFTER_TERMS),
        ]
        self.columns = {column.name: column for column in columns}
        self.shown = {name: Shown(Resource._meta.get_field(name)) for name in SHOWN}

    @property
    def names(self):
        """Of all columns, in the order of an export."""
        return [ID, *self.columns, *self.shown]

    def column_of(self, name):
        field = Resource._meta.get_field(name)
        if isinstance(field, models.ForeignKey):
            return self.reference(field)
        if field.choices:
            return Choice(field)
        kinds = {
            WebAddressField: Address,
            models.BooleanField: Flag,
            models.PositiveSmallIntegerField: Year,
            models.CharField: Line,
            models.TextField: Words,
        }
        return kinds[type(field)](field)

    def reference(self, field):
        if field.related_model is Organization:
            keys = dict(Organization.objects.values_list("slug", "pk"))
            return Reference(field, keys, "unknown-organization")
        vocabulary = field.get_limit_choices_to()["vocabulary"]
        keys = self.slugs_by_vocabulary.get(vocabulary, {})
        return Reference(field, keys, "unknown-term", vocabulary=vocabulary)
