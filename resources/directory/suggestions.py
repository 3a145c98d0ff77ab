"""What a page says of a search besides its results: spellings, words left out, our own pages."""

from dataclasses import dataclass, replace
from functools import cached_property

from django.template.loader import get_template
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from resources import search
from resources.entry_kinds import EntryKind
from resources.search.query import replace_word, significant_positions

from .filters import TEXT_LIMIT

MOST_EXPLAINED = 2
MOST_OF_A_KIND = 3
MOST_WORDS_TRIED = 6  # each is one more search


@dataclass(frozen=True)
class Spelling:
    """The search in a likelier spelling; `is_searched` if entries with it are already listed."""

    text: str
    address: str
    is_searched: bool


@dataclass(frozen=True)
class OtherSearch:
    """A search that does find something, and how much."""

    label: str
    address: str
    count: int


@dataclass(frozen=True)
class OwnPage:
    title: str
    subtitle: str
    address: str

    @cached_property
    def html(self):
        """The link to it."""
        return get_template("resources/_own_page.html").render({"page": self})


@dataclass(frozen=True)
class OwnPages:
    """Pages of ours of one kind that match a search."""

    kind: EntryKind
    counted: str  # “2 guides”
    pages: list[OwnPage]


class SearchHelp:
    """All of it for one page of results; each part is worked out when the template asks for it."""

    def __init__(self, filterset, *, is_first_page):
        self.filterset = filterset
        self.found = filterset.result
        self.selection = filterset.selection
        self.is_first_page = is_first_page

    @property
    def query(self):
        return self.found.text_result.query if self.selection.text else None

    @property
    def is_wordless(self):
        """Whether something was typed, and no word or number in it."""
        return bool(self.query and self.query.is_empty)

    @property
    def has_words(self):
        """Whether there is a word to find, not only words to leave out."""
        return bool(self.query and (self.query.words or self.query.phrases))

    @property
    def is_of_everything(self):
        """Whether nothing but words narrows the list."""
        return not self.selection.terms and not self.selection.within

    @property
    def is_unanswered(self):
        """Whether words alone were asked for, and nothing has them."""
        is_asked = self.has_words and self.is_of_everything and self.is_first_page
        return is_asked and not len(self.found)

    @cached_property
    def spelling(self):
        """A likelier spelling of the search; None if there is none."""
        if not self.has_words:
            return None
        matches, text = self.found.text_result, self.selection.text
        for word, likelier in matches.corrections.items():
            text = replace_word(text, word, likelier)
        if text == self.selection.text or len(text) > TEXT_LIMIT:
            return None
        is_searched = not set(matches.corrections) <= set(matches.dropped)
        return Spelling(text, self.filterset.address(q=text), is_searched)

    @property
    def left_out(self):
        """The words that no entry has together with the rest, as a text; empty if none."""
        words = self.found.text_result.dropped if self.has_words else ()
        return ", ".join(quoted(word) for word in words)

    @cached_property
    def complete_count(self):
        """How many of the entries found have all of the words; None if each has."""
        if not self.has_words:
            return None
        documents = self.found.documents
        count = documents.intersection_cardinality(self.found.text_result.complete_documents)
        return None if count == len(documents) else count

    @cached_property
    def explained(self):
        """Glossary terms that explain words of the search."""
        if not self.has_words or not self.is_first_page:
            return []
        return self.found.explanations()[:MOST_EXPLAINED]

    @cached_property
    def own_pages(self):
        """Our own pages that match, by kind, without the words explained above the results."""
        if not (self.has_words and self.is_of_everything and self.is_first_page):
            return []
        return self.matching_pages()

    def matching_pages(self):
        explained = {record.get_absolute_url() for record in self.explained}
        per_kind = MOST_OF_A_KIND + len(explained)
        found = []
        for kind, records in self.found.site_pages(per_kind):
            pages = [own_page(kind, record) for record in records]
            pages = [page for page in pages if page.address not in explained][:MOST_OF_A_KIND]
            if pages:
                found.append(OwnPages(kind, kind.search.counted(len(pages)), pages))
        return found

    @property
    def guides(self):
        """Guides that match, for a search whose filters leave nothing."""
        if self.own_pages or not self.has_words:
            return []
        starting_points = (
            own for own in self.matching_pages() if own.kind.search.is_starting_point
        )
        return [page for own in starting_points for page in own.pages]

    @cached_property
    def whole_directory(self):
        """The same words without any filter, where that is more than one step away."""
        selection = replace(self.selection, terms={}, within=None)
        is_one_step = not self.selection.within and self.filterset.ticked_count < 2
        if not self.has_words or is_one_step:
            return None
        address = f"{reverse('resources:list')}?{urlencode({'q': selection.text})}"
        return self.if_any("", address, selection)

    @cached_property
    def single_words(self):
        """Searches for each significant word alone, under the same filters, that find something."""
        if not self.has_words:
            return []
        words = [*self.query.words, *(word for phrase in self.query.phrases for word in phrase)]
        words = list(dict.fromkeys(words[place] for place in significant_positions(words)))
        if len(words) < 2 and not self.query.excluded:
            return []
        tried = [
            self.if_any(
                quoted(word), self.filterset.address(q=word), replace(self.selection, text=word)
            )
            for word in words[:MOST_WORDS_TRIED]
        ]
        return [other for other in tried if other]

    def if_any(self, label, address, selection):
        """The search for `selection`; None where it finds nothing."""
        count = len(search.find(selection, self.filterset.snapshot))
        return OtherSearch(label, address, count) if count else None


def own_page(kind, record):
    """Where a record leads, in the language of the moment.

    It is kept with the record, in whose place a changed one comes.
    """
    kept, language = record.__dict__.setdefault("own_pages", {}), get_language()
    if language not in kept:
        kept[language] = OwnPage(
            kind.search.title(record), kind.search.subtitle(record), record.get_absolute_url()
        )
    return kept[language]


def quoted(text):
    return _("“%(words)s”") % {"words": text}
