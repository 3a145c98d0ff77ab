"""What the index knows of a resource: read from the database, whole, for any number of them."""

from dataclasses import dataclass, field
from itertools import chain

from resources.batches import batches
from resources.models import Resource, Status
from resources.models.publication import WITH_PAGE
from resources.models.recommendations import recommendations

from .analysis import sorting_key
from .postings import LANGUAGES, Field

BATCH = 1_000  # fewer than the parameters SQLite takes in a query

COLUMNS = [
    "pk",
    "status",
    "year",
    "organization_id",
    "organization__name",
    *(f"{name}_{language}" for name in ("title", "summary") for language in LANGUAGES),
]


@dataclass
class Document:
    """A published or closed resource as searched, filtered and sorted."""

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
    def has_page(self):
        return self.status in WITH_PAGE

    @property
    def is_closed(self):
        return self.status == Status.CLOSED

    def place(self, language):
        """Where it stands from A to Z among titles as shown in `language`."""
        other = next(code for code in LANGUAGES if code != language)
        return sorting_key(self.title[language] or self.title[other]), self.pk

    def texts(self):
        """(field, language, text) of all that is searched."""
        for language in LANGUAGES:
            yield Field.TITLE, language, self.title[language]
        for language, text in self.reasons:
            yield Field.RECOMMENDATION, language, text
        for language in LANGUAGES:
            yield Field.SUMMARY, language, self.summary[language]
        yield Field.ORGANIZATION, "en", self.organization_name


def documents(keys=None):
    """Documents of the resources that have a page, in no order; of all, or of those in `keys`."""
    for batch in batches(all_keys() if keys is None else sorted(keys), BATCH):
        yield from documents_of(batch)


def all_keys():
    return Resource.objects.with_page().order_by("pk").values_list("pk", flat=True).iterator()


def documents_of(keys):
    """Three queries, whatever the number of `keys`.

    Others may write between them. What one query misses is in the journal, and read again.
    Asked for the status as well, a database may go through all entries that have it.
    """
    resources = Resource.objects.filter(pk__in=keys)
    rows = resources.order_by("pk").values_list(*COLUMNS)
    read = (document_of(*row) for row in rows)
    found = {document.pk: document for document in read if document.has_page}
    pairs = Resource.terms.through.objects.filter(resource__in=keys)
    for key, term in pairs.values_list("resource_id", "term_id"):
        if key in found:
            found[key].terms.append(term)
    for key, term, *texts in recommendations().indexed(keys):
        if key in found:
            found[key].guides.append(term)
            found[key].reasons += zip(chain(LANGUAGES, LANGUAGES), texts, strict=True)
    return found.values()


def document_of(pk, status, year, organization, name, *texts):
    title, summary = (dict(zip(LANGUAGES, pair, strict=True)) for pair in (texts[:2], texts[2:]))
    return Document(pk, status, year, organization, name, title, summary)
