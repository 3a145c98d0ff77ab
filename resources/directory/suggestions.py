"""Help with a search, in addition to its results: spellings, dropped words, our own pages."""

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

from .filters import MAX_QUERY_LENGTH

MAX_EXPLANATIONS = 2
MAX_PAGES_OF_A_KIND = 3
MAX_WORDS_TRIED = 6  # each is one more search


@dataclass(frozen=True)
class Spelling:
    """The search in a likelier spelling.

    `is_searched` is true if entries with that spelling are already listed.
    """

    text: str
    address: str
    is_searched: bool


@dataclass(frozen=True)
class OtherSearch:
    """Another search that finds something."""

    label: str
    address: str
    count: int


@dataclass(frozen=True)
class SitePage:
    title: str
    subtitle: str
    address: str

    @cached_property
    def html(self):
        """The link to the page, as a list item."""
        return get_template("resources/directory/_site_page.html").render({"page": self})


@dataclass(frozen=True)
class SitePageGroup:
    """Our own pages of one kind that match a search."""

    kind: EntryKind
    count_label: str  # “2 guides”
    pages: list[SitePage]


class SearchHelp:
    """The help for one page of results. Each part is computed when the template accesses it."""

    def __init__(self, filterset, *, is_first_page):
        self.filterset = filterset
        self.result = filterset.result
        self.selection = filterset.selection
        self.is_first_page = is_first_page

    @property
    def query(self):
        return self.result.text_result.query if self.selection.text else None

    @property
    def is_wordless(self):
        """True if something was typed that contains no word and no number."""
        return bool(self.query and self.query.is_empty)

    @property
    def has_words(self):
        """True if there is a word to find, and not only words to exclude."""
        return bool(self.query and (self.query.words or self.query.phrases))

    @property
    def is_unfiltered(self):
        """True if nothing but words narrows the list."""
        return not self.selection.terms and not self.selection.within_term

    @property
    def is_failed_search(self):
        """True if the visitor searched for words alone, and nothing has them."""
        is_plain_search = self.has_words and self.is_unfiltered and self.is_first_page
        return is_plain_search and not len(self.result)

    @cached_property
    def spelling(self):
        """A likelier spelling of the search. None if there is none."""
        if not self.has_words:
            return None
        result, text = self.result.text_result, self.selection.text
        for word, likelier in result.corrections.items():
            text = replace_word(text, word, likelier)
        if text == self.selection.text or len(text) > MAX_QUERY_LENGTH:
            return None
        is_searched = not set(result.corrections) <= set(result.dropped)
        return Spelling(text, self.filterset.address(q=text), is_searched)

    @property
    def dropped_words(self):
        """The terms that were dropped, as a text. Empty if none."""
        words = self.result.text_result.dropped if self.has_words else ()
        return ", ".join(quoted(word) for word in words)

    @cached_property
    def complete_count(self):
        """The number of results that have all words. None if all results have them."""
        if not self.has_words:
            return None
        documents = self.result.documents
        count = documents.intersection_cardinality(self.result.text_result.complete_documents)
        return None if count == len(documents) else count

    @cached_property
    def explanations(self):
        """Glossary terms that explain words of the search."""
        if not self.has_words or not self.is_first_page:
            return []
        return self.result.explanations()[:MAX_EXPLANATIONS]

    @cached_property
    def site_pages(self):
        """Our own pages that match, by kind, without those explained above the results."""
        if not (self.has_words and self.is_unfiltered and self.is_first_page):
            return []
        return self.matching_pages()

    def matching_pages(self):
        explained = {record.get_absolute_url() for record in self.explanations}
        per_kind = MAX_PAGES_OF_A_KIND + len(explained)
        found = []
        for kind, records in self.result.site_pages(per_kind):
            pages = [site_page(kind, record) for record in records]
            pages = [page for page in pages if page.address not in explained][:MAX_PAGES_OF_A_KIND]
            if pages:
                found.append(SitePageGroup(kind, kind.search.count_label(len(pages)), pages))
        return found

    @property
    def guides(self):
        """Matching guides and the like, for a search whose filters leave nothing."""
        if self.site_pages or not self.has_words:
            return []
        starting_points = (
            group for group in self.matching_pages() if group.kind.search.is_starting_point
        )
        return [page for group in starting_points for page in group.pages]

    @cached_property
    def unfiltered_search(self):
        """The same words without any filter.

        None if one click leads there, or if it finds nothing.
        """
        selection = replace(self.selection, terms={}, within_term=None)
        is_one_step = not self.selection.within_term and self.filterset.ticked_count < 2
        if not self.has_words or is_one_step:
            return None
        address = f"{reverse('resources:list')}?{urlencode({'q': selection.text})}"
        return self.search_with_results("", address, selection)

    @cached_property
    def single_words(self):
        """Searches for each significant word alone, under the same filters, that find something."""
        if not self.has_words:
            return []
        words = [*self.query.words, *(word for phrase in self.query.phrases for word in phrase)]
        words = list(dict.fromkeys(words[index] for index in significant_positions(words)))
        if len(words) < 2 and not self.query.excluded:
            return []
        tried = [
            self.search_with_results(
                quoted(word), self.filterset.address(q=word), replace(self.selection, text=word)
            )
            for word in words[:MAX_WORDS_TRIED]
        ]
        return [other for other in tried if other]

    def search_with_results(self, label, address, selection):
        """The search for `selection`, or None if it finds nothing."""
        count = len(search.find(selection, self.filterset.snapshot))
        return OtherSearch(label, address, count) if count else None


def site_page(kind, record):
    """The page of a record in the active language.

    It is cached on the record, because a changed record is loaded as another object.
    """
    cached, language = record.__dict__.setdefault("site_pages", {}), get_language()
    if language not in cached:
        cached[language] = SitePage(
            kind.search.title(record), kind.search.subtitle(record), record.get_absolute_url()
        )
    return cached[language]


def quoted(text):
    return _("“%(words)s”") % {"words": text}
