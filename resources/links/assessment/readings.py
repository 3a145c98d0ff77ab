"""A page read beside what we show it as."""

from dataclasses import dataclass

from .fingerprints import Fingerprint, fingerprint
from .pages import Page, read
from .spam_offers import Offers, Text, offers_of
from .title_match import Naming


@dataclass(frozen=True)
class Reading:
    page: Page
    text: Text
    naming: Naming
    offers: Offers | None
    fingerprint: Fingerprint

    @classmethod
    def of(cls, visit, past, shown):
        """What the visit's answer says."""
        answer = visit.answer
        page = read(answer, visit.final_address)
        text = Text(page, (*shown.titles, *shown.publishers))
        offers = offers_of(text)
        former_title = past.good.title if past.good else ""
        naming = Naming.of(page, shown, former_title)
        trade = offers.trade if offers and offers.is_loud else ""
        now = fingerprint(page, answer.size, is_named=naming.is_any is True, trade=trade)
        return cls(page, text, naming, offers, now)
