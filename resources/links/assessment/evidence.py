"""All evidence about one link: a fetch result, its history, and what we expect."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from resources.links.fetching.results import Answer, FetchError, FetchResult
from resources.models import LinkState
from resources.models.urls import host_of

from .domains import domain_of, has_other_owner
from .fingerprints import (
    COMPARABLE_WORDS,
    Fingerprint,
    fingerprint_page,
    is_same_page,
    is_unrelated,
)
from .gates import find_consent_prompt, find_login, find_robot_check, find_server_placeholder
from .pages import Page, read_page
from .spam_offers import IndexedText, SpamOffers, strongest_offers
from .title_match import TitleMatch, match_titles

NO_ANSWER = Answer(
    status=0, content_type="", charset="", language="", size=None, body=b"", is_whole=False
)
SHORT_PAGE = 120  # words: a page of no more may be a mere notice, or redirect by itself
COMPARABLE_WORDS_WITH_SPAM = 8  # fewer than COMPARABLE_WORDS, since spam pages are often short


@dataclass(frozen=True)
class LinkHistory:
    """What is known of a link before a visit."""

    state: LinkState = LinkState.NOT_CHECKED
    failed_on: tuple[date, ...] = ()  # local days of failures since a visit last found a page
    good: Fingerprint | None = None  # of the last good visit
    good_host: str = ""  # where the last good visit ended
    reviewed: Fingerprint | None = None  # of the page that a curator reviewed
    is_lifted: bool = False  # a curator lifted a quarantine
    lifted_for: Fingerprint | None = None  # of the page it was lifted for


@dataclass(frozen=True)
class Expected:
    """What our entries say about a link, wherever it occurs."""

    titles: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    is_home_page: bool = False  # see soft_404.is_home_page


@dataclass(frozen=True, eq=False)
class PageEvidence:
    """The evidence for the rules of verdict.py. Facts are computed when first used."""

    result: FetchResult
    history: LinkHistory
    expected: Expected

    # The addresses

    @cached_property
    def host(self) -> str:
        return host_of(self.result.address)

    @cached_property
    def domain(self) -> str:
        return domain_of(self.host)

    @cached_property
    def final_host(self) -> str:
        return host_of(self.result.final_address)

    @cached_property
    def destination(self) -> str:
        """The final URL, or the URL that a page of few words redirects to by itself."""
        onward = self.page.redirects_to
        is_url = re.match(r"https?://", onward, re.I) is not None
        return onward if is_url and self.is_short else self.result.final_address

    @cached_property
    def has_other_owner(self) -> bool:
        """True if the destination lies in a domain that never was the entry's."""
        return has_other_owner(self.destination, self.result.address, self.history.good_host)

    # The answer

    @property
    def error(self) -> FetchError | None:
        return self.result.error

    @property
    def answer(self) -> Answer:
        return self.result.answer or NO_ANSWER

    @property
    def status(self) -> int:
        """The HTTP status. 0 if there was no answer."""
        return self.answer.status

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300

    @property
    def is_empty(self) -> bool:
        """True if the body is empty. False if only its headers were fetched."""
        return self.answer.is_whole and not self.answer.body.strip()

    # The page

    @cached_property
    def page(self) -> Page:
        return read_page(self.answer, self.result.final_address)

    @cached_property
    def probe_page(self) -> Page | None:
        """The page at a made-up URL beside the link's. None if none was fetched."""
        probe = self.result.probe
        return read_page(probe.answer, probe.final_address) if probe and probe.answer else None

    @cached_property
    def is_short(self) -> bool:
        return len(self.page.text_words) <= SHORT_PAGE

    @cached_property
    def text(self) -> IndexedText:
        return IndexedText(self.page, (*self.expected.titles, *self.expected.publishers))

    @cached_property
    def title_match(self) -> TitleMatch:
        former_title = self.history.good.title if self.history.good else ""
        return match_titles(self.page, self.expected.titles, self.expected.publishers, former_title)

    @cached_property
    def offers(self) -> SpamOffers | None:
        return strongest_offers(self.text)

    # Gates before the page (gates.py), as the words that give them away, or ""

    @cached_property
    def robot_check(self) -> str:
        return find_robot_check(self.page, self.status)

    @cached_property
    def login(self) -> str:
        return find_login(self.page)

    @cached_property
    def consent_prompt(self) -> str:
        return find_consent_prompt(self.page)

    @cached_property
    def server_placeholder(self) -> str:
        return find_server_placeholder(self.page)

    @property
    def is_expected_page(self) -> bool:
        """True for a successful page with the entry's title, which is never a gate."""
        return self.is_success and self.title_match.has_title

    # The page compared with earlier ones

    @cached_property
    def fingerprint(self) -> Fingerprint:
        is_blatant = self.offers is not None and self.offers.is_blatant
        return fingerprint_page(
            self.page,
            self.answer.size,
            is_named=self.title_match.has_name is True,
            blatant_category=self.offers.category if self.offers and is_blatant else "",
        )

    @cached_property
    def is_last_good_page(self) -> bool:
        return is_same_page(self.fingerprint, self.history.good)

    @cached_property
    def is_lifted_page(self) -> bool:
        """True if a curator has seen this very page, and found nothing wrong with it."""
        lifted_for = self.history.lifted_for
        if not self.history.is_lifted:
            return False
        if lifted_for is None or not lifted_for.words:
            return not self.fingerprint.words
        return is_same_page(self.fingerprint, lifted_for)

    @cached_property
    def is_unrelated(self) -> bool:
        """True if almost no word is left of the last good page."""
        enough_words = COMPARABLE_WORDS_WITH_SPAM if self.offers else COMPARABLE_WORDS
        return is_unrelated(self.fingerprint, self.history.good, enough_words)
