"""Links loaded with all that a run needs to know of them before it fetches them."""

from dataclasses import dataclass
from datetime import date

from resources.links.assessment.evidence import Expected, LinkHistory
from resources.links.assessment.fingerprints import Fingerprint
from resources.links.assessment.soft_404 import is_home_page
from resources.links.occurrences import entries_by_link
from resources.models import Link, LinkState


@dataclass(frozen=True)
class LinkTask:
    """One link to check. `occurrences` are the places it occurs in, as rows for the report."""

    link: Link
    history: LinkHistory
    expected: Expected
    reviewed_on: date | None  # when a person last opened the page, of all entries that show it
    occurrences: tuple[dict, ...]


def link_tasks(links):
    """{address: task}, in a number of queries that does not grow with the links."""
    found = entries_by_link(links)
    return {link.address: link_task(link, found.get(link.pk, [])) for link in links}


def link_task(link, found):
    """`found` lists (kind, entry, occurrence) of the link."""
    reviews = [kind.links.last_opened_on(entry) for kind, entry, _occurrence in found]
    reviewed_on = max(filter(None, reviews), default=None)
    return LinkTask(
        link=link,
        history=link_history(link, reviewed_on),
        expected=Expected(
            titles=names_of_entries(found, "titles"),
            publishers=names_of_entries(found, "publishers"),
            is_home_page=is_home_page(link.address),
        ),
        reviewed_on=reviewed_on,
        occurrences=tuple(as_row(entry, occurrence) for _kind, entry, occurrence in found),
    )


def names_of_entries(found, option):
    """The titles or publishers (as `option` says) of all entries that show a link, each once."""
    names = (
        name for kind, entry, _occurrence in found for name in getattr(kind.links, option)(entry)
    )
    return tuple(dict.fromkeys(names))


def link_history(link, reviewed_on):
    """The results of earlier checks of a link.

    After a newer review there is no fingerprint to compare with until the next successful check.
    """
    is_reviewed_since = reviewed_on != link.reviewed_on
    return LinkHistory(
        state=LinkState(link.state),
        failed_on=tuple(map(date.fromisoformat, link.failed_on)),
        good=Fingerprint.from_json(link.good),
        good_host=link.good_host,
        reviewed=None if is_reviewed_since else Fingerprint.from_json(link.reviewed),
        is_lifted=is_quarantine_lifted(link),
        lifted_for=Fingerprint.from_json(link.lifted_for),
    )


def is_quarantine_lifted(link):
    """True if a curator has lifted the link's present quarantine, or its last one."""
    if link.lifted_at is None:
        return False
    return link.state != LinkState.TAKEN_OVER or link.since <= link.lifted_at


def as_row(entry, occurrence):
    """An occurrence as `check_links --json` prints it."""
    return {
        "kind": entry._meta.model_name,
        "key": entry.pk,
        "name": str(entry),
        "field": occurrence.field,
        "text": occurrence.text,
    }
