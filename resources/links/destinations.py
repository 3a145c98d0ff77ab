"""The target of an entry's link: its state when last checked, its file type, an archived copy.

The state, the type of a file and the copy that was looked up come from the link checker. The copy
that a curator gave, the format, the language and the day it was listed come from the entry. An
address that was taken over is never linked to, whichever entry shows it.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.template.defaultfilters import filesizeformat
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from resources.models import Link, LinkState
from resources.models.urls import display_host

ARCHIVE_DAY = re.compile(r"/web/(\d{4})(\d{2})?(\d{2})?")
DOCUMENT, SHEET, SLIDES = _("Word document"), _("spreadsheet"), _("slides")
IMAGE, SOUND, VIDEO = _("picture"), _("audio file"), _("video")
FILES = {
    "pdf": "PDF",
    **dict.fromkeys(["doc", "docx", "odt", "rtf"], DOCUMENT),
    **dict.fromkeys(["xls", "xlsx", "ods", "csv"], SHEET),
    **dict.fromkeys(["ppt", "pptx", "odp"], SLIDES),
    **dict.fromkeys(["png", "gif", "jpg", "svg"], IMAGE),
    **dict.fromkeys(["mp3", "ogg"], SOUND),
    **dict.fromkeys(["mp4", "webm"], VIDEO),
    "epub": _("e-book (EPUB)"),
    "zip": _("ZIP file"),
    "txt": _("text file"),
}


@dataclass(frozen=True)
class ArchivedCopy:
    """A copy at a web archive. `is_sure` if a person or the checker has seen it there.

    The address that a curator gave may name only a year, to look for a copy in.
    """

    address: str
    on: date | None = None
    year: str = ""
    is_sure: bool = True

    @property
    def host(self):
        return display_host(self.address)


@dataclass(frozen=True)
class Destination:
    """An address with what visitors should know before they open it."""

    address: str
    link_state: str = LinkState.NOT_CHECKED
    link_checked_at: datetime | None = None
    listed_on: date | None = None
    file: str = ""  # the type of file. Empty for a page, and before the first check.
    leads_to: str = ""  # the new address, if it has moved
    details: tuple = ()  # size, format and language, in words
    copy: ArchivedCopy | None = None

    @property
    def live(self):
        """The address, for visitors to open. Empty if it was taken over."""
        return "" if self.link_state == LinkState.TAKEN_OVER else self.address

    @property
    def is_gone(self):
        return self.link_state == LinkState.GONE

    @property
    def is_copy_better(self):
        """True if visitors should open the copy instead."""
        return self.copy is not None and (self.is_gone or not self.live)

    @property
    def host(self):
        return display_host(self.leads_to or self.address)


def resource_destination(resource):
    """The destination of a resource. A copy that a curator gave precedes one that was looked up."""
    links = Link.objects.by_address(resource.url, resource.archived_url)
    link = links.get(resource.url)
    copies = [curated_copy(resource, links.get(resource.archived_url)), archive_copy(link)]
    sure_first = sorted(filter(None, copies), key=lambda copy: not copy.is_sure)
    return build_destination(
        resource.url,
        link,
        link_state=resource.link_state,
        link_checked_at=resource.link_checked_at,
        listed_on=resource.listed_on,
        details=details_of(resource, link),
        copy=next(iter(sure_first), None),
    )


def address_destination(address):
    """The destination of an address, by what the checker knows. None without an address."""
    if not address:
        return None
    link = Link.objects.by_address(address).get(address)
    return build_destination(address, link, copy=archive_copy(link))


def build_destination(address, link, **known):
    """The state of the link replaces the copy of it in the entry, which may be older."""
    if link and link.state != LinkState.NOT_CHECKED:
        known |= {
            "link_state": link.state,
            "link_checked_at": link.checked_at,
            "file": FILES.get(link.file_type, ""),
            "leads_to": link.final_address if link.state == LinkState.MOVED else "",
        }
    return Destination(address, **known)


def details_of(resource, link):
    """The size and language of a file, or the format and language of a page.

    The language that a curator gave precedes the one the checker made out. A page has no size
    here, for its bytes do not include its images and scripts.
    """
    is_file = link is not None and link.file_type in FILES
    details = [filesizeformat(link.size)] if is_file and link.size else []
    if not is_file:
        details = [term.label for term in resource.formats]
    languages = [term.label for term in resource.languages]
    return (*details, *(languages or language_names(link)))


def language_names(link):
    """The name of the language that the checker found, in a list. Empty without one."""
    try:
        return [capfirst(get_language_info(link.language)["name_translated"])] if link else []
    except KeyError:
        return []


def curated_copy(resource, link):
    """The copy that a curator gave. None without one, or if it is gone from the archive."""
    if not resource.archived_url or (link and link.state in (LinkState.GONE, LinkState.TAKEN_OVER)):
        return None
    was_seen = link is not None and link.state in (LinkState.WORKS, LinkState.MOVED)
    year, on = day_in(resource.archived_url)
    return ArchivedCopy(
        resource.archived_url, on, year, resource.is_archived_url_verified or was_seen
    )


def archive_copy(link):
    """The copy that an archive has of the address, or None. Archives count days in UTC."""
    if link is None or not link.archived_address:
        return None
    return ArchivedCopy(link.archived_address, link.archived_at.astimezone(UTC).date())


def day_in(address):
    """(year, day) in an archive's address such as `…/web/20100512…/`. ("", None) without them."""
    match = ARCHIVE_DAY.search(address)
    if not match:
        return "", None
    try:
        return match[1], date(*map(int, match.groups()))
    except (TypeError, ValueError):  # only a year, or a day that does not exist
        return match[1], None
