"""Compares the index with the database, entry by entry, and names each difference."""

from itertools import pairwise

from .analysis import raw_words
from .documents import documents
from .postings import LANGUAGES, lexeme_name


def differences(view, tell=lambda done: None):
    """Yield a line for each difference; `tell` hears how many entries were compared."""
    index = view.index
    seen = set()
    places = {language: [] for language in LANGUAGES}
    for done, document in enumerate(documents(), start=1):
        number = index.number_of(document.pk)
        seen.add(document.pk)
        if number is None:
            yield f"resource {document.pk}: not in the index"
        else:
            for what in differing(index, number, document, view):
                yield f"resource {document.pk}: its {what} differs"
            for language in LANGUAGES:
                label = int(index.order[language].labels.values[number])
                places[language].append((document.place(language), label))
        tell(done)
    for number in view.listed | view.closed:
        key = int(index.entries.values[number])
        if key not in seen:
            yield f"resource {key}: in the index, and not in the database"
    for language, found in places.items():
        for (one, label), (other, next_label) in pairwise(sorted(found)):
            if label >= next_label:
                yield f"resources {one[1]} and {other[1]}: out of order from A to Z in {language}"


def differing(index, number, document, view):
    """What the index has otherwise than the database, in words."""
    if number not in (view.closed if document.is_closed else view.listed):
        yield "status"
    if number not in index.of_year.get(document.year or 0, ()):
        yield "year"
    if int(
        index.organizations.values[number]
    ) != document.organization or number not in index.of_organization.get(
        document.organization, ()
    ):
        yield "organization"
    if with_number(index.with_term, number) != set(document.terms):
        yield "terms"
    if with_number(index.recommended_by, number) != set(document.guides):
        yield "guides"
    times = {len(document.guides)} - {0}
    if with_number(index.times_recommended, number) != times:
        yield "number of recommendations"
    if not has_the_words(index.texts, number, document):
        yield "text"


def with_number(sets, number):
    return {key for key, documents in sets.items() if number in documents}


def has_the_words(texts, number, document):
    """Whether the document's words stand in the index in this order, each in its set."""
    sequence = []
    for field, language, text in document.texts():
        lexemes = [texts.lexemes.get(lexeme_name(word, language)) for word in raw_words(text)]
        if not all(number in texts.documents[field].get(lexeme, ()) for lexeme in lexemes):
            return False
        sequence += [-field, *lexemes]
    return sequence == texts.sequences[number].tolist()
