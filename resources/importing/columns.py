"""The columns of a file, and what a cell of each may hold.

An empty cell empties the field. A column that is not in the file leaves the field as it is.
"""

import difflib
import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from resources.models import Organization, Resource, Term, Vocabulary
from resources.models.fields import WebAddressField

from .errors import RefusedError

ID = "id"
TERM_SEPARATOR = "|"
MAX_CELL_LENGTH = 100_000  # characters
LINE_ENDINGS = re.compile(r"\r\n?")
YEAR = re.compile(r"[0-9]{4}")
YES_NO_WORDS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
YES_NO_WORDS |= {"sí": True, "si": True}

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
# Columns for readers of an export. An import ignores them, since the workflow decides their values.
READ_ONLY_COLUMNS = [
    "status",
    "link_state",
    "link_checked_at",
    "reviewed_on",
    "listed_on",
    "updated_at",
]


class FileColumn:
    """A column for a field of a resource.

    `format` writes a value in its one canonical form. `parse` accepts other forms too.
    """

    hint: Any = ""
    attribute: str | None  # of the model. None for terms, rows of another table.

    def __init__(self, field: Any) -> None:
        self.field, self.name, self.attribute = field, field.name, field.attname

    def parse(self, text: str) -> Any:
        """The value that a cell's `text` stands for. Raises RefusedError."""
        raise NotImplementedError

    def format(self, value: Any) -> str:
        return "" if value is None else str(value)

    def normalize(self, text: str) -> str:
        """The cell without differences that mean nothing. It may still be refused."""
        return text.strip()

    @property
    def default(self) -> str:
        """The cell of a new entry whose file does not set it."""
        return self.format(self.field.get_default())

    @property
    def label(self) -> str:
        return capfirst(self.field.verbose_name)

    def explanation(self) -> str:
        """The cell of the template file, which explains the column."""
        sentences = [self.label, self.field.help_text, self.hint]
        return ". ".join(str(sentence).rstrip(".") for sentence in sentences if sentence) + "."


class TextColumn(FileColumn):
    """A text of one or several lines."""

    def __init__(self, field: Any) -> None:
        super().__init__(field)
        self.max_length = field.max_length or MAX_CELL_LENGTH

    def format(self, value: str) -> str:
        return (LINE_ENDINGS.sub("\n", value) if "\r" in value else value).strip()

    def normalize(self, text: str) -> str:
        return self.format(text)

    def parse(self, text: str) -> str:
        text = self.format(text)
        if len(text) > self.max_length:
            raise RefusedError("too-long", length=len(text), longest=self.max_length)
        return text


class LineColumn(TextColumn):
    def format(self, value: str) -> str:
        return super().format(value).replace("\n", " ")


class AddressColumn(TextColumn):
    hint = _("It starts with http:// or https://")

    def parse(self, text: str) -> str:
        text = super().parse(text)
        if text and not text.startswith(("http://", "https://")):
            raise RefusedError("bad-address")
        try:
            self.field.run_validators(text)
        except ValidationError as problem:
            raise RefusedError("bad-address") from problem
        return text


class ChoiceColumn(FileColumn):
    def __init__(self, field: Any) -> None:
        super().__init__(field)
        self.choices = [value for value, _label in field.choices]
        self.hint = " / ".join(self.choices)

    def parse(self, text: str) -> str:
        text = text.strip() or self.default
        if text not in self.choices:
            raise RefusedError("bad-choice", text=text[:100], choices=", ".join(self.choices))
        return text


class YearColumn(FileColumn):
    def parse(self, text: str) -> int | None:
        text = text.strip()
        if not text:
            return None
        if not YEAR.fullmatch(text) or not 1800 <= int(text) <= 2100:
            raise RefusedError("bad-year")
        return int(text)


class YesNoColumn(FileColumn):
    hint = _("yes or no")

    def format(self, value: bool | None) -> str:
        return {True: "yes", False: "no", None: ""}[value]

    def parse(self, text: str) -> bool:
        text = text.strip().lower()
        if not text:
            return self.field.get_default()
        if text not in YES_NO_WORDS:
            raise RefusedError("bad-flag")
        return YES_NO_WORDS[text]


class SlugColumn(FileColumn):
    """A foreign key, whose cell holds the slug of the other record.

    `keys` maps slugs to primary keys. `error_code` and `facts` explain an unknown slug.
    """

    hint = _("Its slug")

    def __init__(self, field: Any, keys: dict[str, int], error_code: str, **facts: Any) -> None:
        super().__init__(field)
        self.keys, self.error_code, self.facts = keys, error_code, facts
        self.slugs = {key: slug for slug, key in keys.items()}

    def format(self, value: int | None) -> str:
        return "" if value is None else self.slugs.get(value, "")

    def parse(self, text: str) -> int | None:
        slug = text.strip()
        if not slug and self.field.null:
            return None
        if not slug:
            raise RefusedError("cannot-be-empty")
        if slug not in self.keys:
            raise unknown_slug_error(self.error_code, slug, self.keys, **self.facts)
        return self.keys[slug]


class TermsColumn(FileColumn):
    """All terms that an entry has of one vocabulary. A value is the set of their keys."""

    attribute = None

    def __init__(self, vocabulary: Vocabulary, keys: dict[str, int]) -> None:
        self.vocabulary, self.keys = vocabulary, keys
        self.name = f"terms_{vocabulary.slug}"
        self.slugs = {key: slug for slug, key in keys.items()}

    @property
    def default(self) -> str:
        return ""

    @property
    def label(self) -> str:
        return str(self.vocabulary.name)

    def format(self, value: Iterable[int]) -> str:
        """The slugs. It leaves out a term added since, so that an import is refused later."""
        return TERM_SEPARATOR.join(sorted(self.slugs[key] for key in value if key in self.slugs))

    def parse(self, text: str) -> set[int]:
        slugs = {slug.strip() for slug in text.split(TERM_SEPARATOR)} - {""}
        for slug in sorted(slugs - self.keys.keys()):
            code = "not-bars" if re.search("[,;]", slug) else "unknown-term"
            raise unknown_slug_error(code, slug, self.keys, vocabulary=self.vocabulary.slug)
        if self.vocabulary.is_single and len(slugs) > 1:
            raise RefusedError("one-term")
        return {self.keys[slug] for slug in slugs}

    def explanation(self) -> str:
        slugs = ", ".join(list(self.keys)[:4])
        several = "" if self.vocabulary.is_single else _("Several are separated by |.")
        return f"{self.vocabulary.name}: {slugs}, … {several}".strip()


class ReadOnlyColumn(FileColumn):
    """A field that an export contains and an import ignores."""

    hint = _("Only to read: an import passes over it")

    def format(self, value: Any) -> str:
        return value.isoformat() if hasattr(value, "isoformat") else super().format(value)


def unknown_slug_error(code: str, slug: str, known: Iterable[str], **facts: Any) -> RefusedError:
    """The refusal of a slug, with a similar known one if there is any."""
    near = difflib.get_close_matches(slug[:100], list(known), n=1) if code != "not-bars" else []
    if near:
        return RefusedError(f"{code}-like", slug=slug[:100], like=near[0], **facts)
    return RefusedError(code, slug=slug[:100], **facts)


class ColumnTable:
    """All columns, by the vocabularies and organizations of this moment."""

    def __init__(self) -> None:
        self.slugs_by_vocabulary: dict[str, dict[str, int]] = {}
        for vocabulary, slug, key in Term.objects.values_list("vocabulary", "slug", "pk"):
            self.slugs_by_vocabulary.setdefault(vocabulary, {})[slug] = key
        columns: list[FileColumn] = [
            *map(self.column_of, BEFORE_TERMS),
            *(
                TermsColumn(vocabulary, self.slugs_by_vocabulary.get(vocabulary.slug, {}))
                for vocabulary in Vocabulary.objects.filter(is_facet=True)
            ),
            *map(self.column_of, AFTER_TERMS),
        ]
        self.columns = {column.name: column for column in columns}
        self.read_only = {
            name: ReadOnlyColumn(Resource._meta.get_field(name)) for name in READ_ONLY_COLUMNS
        }

    @property
    def names(self) -> list[str]:
        """The names of all columns, in the order of an export."""
        return [ID, *self.columns, *self.read_only]

    @property
    def organizations(self) -> dict[str, int]:
        """{slug: key} of all organizations."""
        return self.columns["organization"].keys  # type: ignore[attr-defined]

    def column_of(self, name: str) -> FileColumn:
        field = Resource._meta.get_field(name)
        if isinstance(field, models.ForeignKey):
            return self.slug_column(field)
        if field.choices:
            return ChoiceColumn(field)
        columns_by_field: dict[type, type[FileColumn]] = {
            WebAddressField: AddressColumn,
            models.BooleanField: YesNoColumn,
            models.PositiveSmallIntegerField: YearColumn,
            models.CharField: LineColumn,
            models.TextField: TextColumn,
        }
        return columns_by_field[type(field)](field)

    def slug_column(self, field: Any) -> SlugColumn:
        if field.related_model is Organization:
            keys = dict(Organization.objects.values_list("slug", "pk"))
            return SlugColumn(field, keys, "unknown-organization")
        vocabulary = field.get_limit_choices_to()["vocabulary"]
        keys = self.slugs_by_vocabulary.get(vocabulary, {})
        return SlugColumn(field, keys, "unknown-term", vocabulary=vocabulary)
