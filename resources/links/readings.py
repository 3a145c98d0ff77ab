"""A page read beside what we show it as."""

from dataclasses import dataclass

from .fingerprints import Fingerprint, fingerprint
from .naming import names
from .offers import Offers, Text, offers_of
from .pages import Page, read


@dataclass(frozen=True)
class Reading:
    page: Page
    text: Text
    is_named: bool | None  # None: nobody can tell
    offers: Offers | None
    fingerprint: Fingerprint

    @classmethod
    def of(cls, visit, past, shown):
        """What the visit's answer says."""
        answer = visit.answer
        page = read(answer, visit.final_address)
        text = Text(page)
        offers = offers_of(text)
        former_title = past.good.title if past.good else ""
        is_named = names(page, shown, former_title)
        trade = offers.trade if offers and offers.is_loud else ""
        now = fingerprint(page, answer.size, is_named=is_named is True, trade=trade)
        return cls(page, text, is_named, offers, now)
