"""Compares the index with the database, entry by entry, and describes each difference."""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from pyroaring import BitMap

from resources.models.translation import LANGUAGES

from .analysis import tokenize
from .documents import Document, documents
from .index import Index
from .postings import Postings, lexeme_name
from .snapshot import Snapshot
from .title_order import TitleKey


def index_differences(
    snapshot: Snapshot, on_progress: Callable[[int], None] = lambda done: None
) -> Iterator[str]:
    """Yield a line for each difference. `on_progress` is given the number of entries compared."""
    index = snapshot.index
    seen: set[int] = set()
    labels: dict[str, list[tuple[TitleKey, int]]] = {language: [] for language in LANGUAGES}
    for done, document in enumerate(documents(), start=1):
        number = index.number_of(document.pk)
        seen.add(document.pk)
        if number is None:
            yield f"resource {document.pk}: not in the index"
        else:
            for aspect in document_differences(index, number, document, snapshot):
                yield f"resource {document.pk}: its {aspect} differs"
            for language in LANGUAGES:
                label = int(index.order[language].labels.values[number])
                labels[language].append((document.title_key(language), label))
        on_progress(done)
    for number in snapshot.listed | snapshot.closed:
        key = int(index.entries.values[number])
        if key not in seen:
            yield f"resource {key}: in the index, and not in the database"
    for language, found in labels.items():
        for (one, label), (other, next_label) in pairwise(sorted(found)):
            if label >= next_label:
                yield f"resources {one[1]} and {other[1]}: out of order from A to Z in {language}"


def document_differences(
    index: Index, number: int, document: Document, snapshot: Snapshot
) -> Iterator[str]:
    """Names of the aspects in which the index differs from `document`."""
    organization = document.organization
    if number not in (snapshot.closed if document.is_closed else snapshot.listed):
        yield "status"
    if number not in index.documents_by_year.get(document.year or 0, ()):
        yield "year"
    if int(
        index.organizations.values[number]
    ) != organization or number not in index.documents_by_organization.get(organization, ()):
        yield "organization"
    if keys_with_number(index.documents_by_term, number) != set(document.terms):
        yield "terms"
    if keys_with_number(index.documents_by_guide_term, number) != set(document.guides):
        yield "guides"
    times = {len(document.guides)} - {0}
    if keys_with_number(index.documents_by_recommendation_count, number) != times:
        yield "number of recommendations"
    if not has_same_words(index.postings, number, document):
        yield "text"


def keys_with_number(sets: Mapping[int, BitMap], number: int) -> set[int]:
    return {key for key, numbers in sets.items() if number in numbers}


def has_same_words(postings: Postings, number: int, document: Document) -> bool:
    """True if the index has the document's words in this order, each in its posting list."""
    sequence: list[int | None] = []
    for field, language, text in document.texts():
        lexemes = [postings.lexemes.get(lexeme_name(word, language)) for word in tokenize(text)]
        documents_with = postings.documents[field]
        if not all(n is not None and number in documents_with.get(n, ()) for n in lexemes):
            return False
        sequence += [-field, *lexemes]
    return sequence == postings.sequences[number].tolist()
