"""What a run has to know of a link before it visits it."""

from dataclasses import dataclass
from datetime import date

from resources.links.assessment.fingerprints import Fingerprint
from resources.links.assessment.soft_404 import is_home_page
from resources.links.assessment.verdict import Expected, LinkHistory
from resources.links.occurrences import entries_of
from resources.models import Link, LinkState


@dataclass(frozen=True)
class Task:
    link: Link
    past: LinkHistory
    shown: Expected
    reviewed_on: date | None
    where: tuple[dict, ...]


def tasks_of(links):
    """{address: task}, in a number of queries that does not grow with the links."""
    places = entries_of(links)
    return {link.address: task_of(link, places.get(link.pk, [])) for link in links}


def task_of(link, places):
    reviews = [kind.links.as_of(entry) for kind, entry, _place in places]
    reviewed_on = max(filter(None, reviews), default=None)
    return Task(
        link=link,
        past=past_of(link, reviewed_on),
        shown=Expected(
            titles=tuple(named(places, "titles")),
            publishers=tuple(named(places, "publishers")),
            is_home_page=is_home_page(link.address),
        ),
        reviewed_on=reviewed_on,
        where=tuple(told(entry, place) for _kind, entry, place in places),
    )


def named(places, whose):
    """Titles or publishers of all entries that show an address, each once."""
    return dict.fromkeys(
        name for kind, entry, _place in places for name in getattr(kind.links, whose)(entry)
    )


def past_of(link, reviewed_on):
    """What a newer review was of, nobody knows before the next good visit."""
    is_reviewed_anew = reviewed_on != link.reviewed_on
    return LinkHistory(
        state=LinkState(link.state),
        failed_on=tuple(map(date.fromisoformat, link.failed_on)),
        good=Fingerprint.from_json(link.good),
        good_host=link.good_host,
        reviewed=None if is_reviewed_anew else Fingerprint.from_json(link.reviewed),
        is_lifted=is_lifted(link),
        lifted_for=Fingerprint.from_json(link.lifted_for),
    )


def is_lifted(link):
    """Whether a curator has lifted the quarantine it is in, or was in last."""
    if link.lifted_at is None:
        return False
    return link.state != LinkState.TAKEN_OVER or link.since <= link.lifted_at


def told(entry, place):
    """A place as programs are told of it."""
    return {
        "kind": entry._meta.model_name,
        "key": entry.pk,
        "name": str(entry),
        "field": place.field,
        "text": place.text,
    }
