"""Reads resources from the database as the documents of the index."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from resources.batches import batches
from resources.models import Resource, Status
from resources.models.publication import WITH_PAGE
from resources.models.recommendations import recommendations
from resources.models.translation import LANGUAGES

from .analysis import sorting_key
from .postings import Field, FieldText
from .title_order import TitleKey

DOCUMENTS_PER_QUERY = 1_000  # fewer than the parameters SQLite takes in a query

DOCUMENT_COLUMNS = [
    "pk",
    "status",
    "year",
    "organization_id",
    "organization__name",
    *(f"{name}_{language}" for name in ("title", "summary") for language in LANGUAGES),
]


@dataclass
class Document:
    """The searched, filtered and sorted properties of a published or closed resource."""

    pk: int
    status: str
    year: int | None
    organization: int
    organization_name: str
    title: dict[str, str]  # language → text
    summary: dict[str, str]
    terms: list[int] = field(default_factory=list)
    guides: list[int] = field(default_factory=list)  # terms whose guides recommend it, with repeats
    reasons: list[tuple[str, str]] = field(default_factory=list)  # (language, text) of theirs

    @property
    def has_page(self) -> bool:
        return self.status in WITH_PAGE

    @property
    def is_closed(self) -> bool:
        return self.status == Status.CLOSED

    def title_key(self, language: str) -> TitleKey:
        """The key that sorts the document from A to Z among titles as shown in `language`."""
        other = next(code for code in LANGUAGES if code != language)
        return sorting_key(self.title[language] or self.title[other]), self.pk

    def texts(self) -> Iterator[FieldText]:
        """All that is searched, in the order of the fields."""
        for language in LANGUAGES:
            yield Field.TITLE, language, self.title[language]
        for language, text in self.reasons:
            yield Field.RECOMMENDATION, language, text
        for language in LANGUAGES:
            yield Field.SUMMARY, language, self.summary[language]
        yield Field.ORGANIZATION, "en", self.organization_name


def documents(keys: Collection[int] | None = None) -> Iterator[Document]:
    """Documents of all resources that have a page, or of those in `keys`, in no order."""
    for batch in batches(all_keys() if keys is None else sorted(keys), DOCUMENTS_PER_QUERY):
        yield from read_documents(batch)


def all_keys() -> Iterator[int]:
    return Resource.objects.with_page().order_by("pk").values_list("pk", flat=True).iterator()


def read_documents(keys: Sequence[int]) -> Collection[Document]:
    """Documents of the resources in `keys` that have a page, by three queries.

    Another process may write between the queries. Such a change is in the journal, and so the
    entry is read again. The status is compared in Python. With a condition on the status, a
    database may scan all entries that have it.
    """
    resources = Resource.objects.filter(pk__in=keys)
    rows = resources.order_by("pk").values_list(*DOCUMENT_COLUMNS)
    read = (make_document(*row) for row in rows)
    found = {document.pk: document for document in read if document.has_page}
    pairs = Resource.terms.through.objects.filter(resource__in=keys)
    for key, term in pairs.values_list("resource_id", "term_id"):
        if key in found:
            found[key].terms.append(term)
    for key, term, *texts in recommendations().rows_for_index(list(keys)):
        if key in found:
            found[key].guides.append(term)
            found[key].reasons += zip(chain(LANGUAGES, LANGUAGES), texts, strict=True)
    return found.values()


def make_document(
    pk: int, status: str, year: int | None, organization: int, name: str, *texts: str
) -> Document:
    """`texts` are those of DOCUMENT_COLUMNS: the titles by language, then the summaries."""
    title, summary = (dict(zip(LANGUAGES, pair, strict=True)) for pair in (texts[:2], texts[2:]))
    return Document(pk, status, year, organization, name, title, summary)
