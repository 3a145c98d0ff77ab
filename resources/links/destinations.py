"""Where a page of ours leads: what is there, how it was when last visited, and a copy of it.

All of it was learned on visits (resources/links/). Whatever entry shows it, an address that was
taken over is never linked to.
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
class Copy:
    """A copy at a web archive. `is_sure` if somebody, or a machine, has seen that it is there.

    A curator's address may name no more than the year to look in.
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
    address: str
    link_state: str = LinkState.NOT_CHECKED
    link_checked_at: datetime | None = None
    listed_on: date | None = None
    file: str = ""  # what kind of file; empty for a page, and before the first visit
    leads_to: str = ""  # where the address has moved to
    details: tuple = ()  # what else visitors may want to know before they open it, in words
    copy: Copy | None = None

    @property
    def live(self):
        """The address visitors may open; empty if it was taken over."""
        return "" if self.link_state == LinkState.TAKEN_OVER else self.address

    @property
    def is_gone(self):
        return self.link_state == LinkState.GONE

    @property
    def copy_is_best(self):
        """Whether the copy is what visitors should open."""
        return self.copy is not None and (self.is_gone or not self.live)

    @property
    def host(self):
        return display_host(self.leads_to or self.address)


def of_resource(resource):
    """The destination of a resource; what curators say of a copy comes before what we looked up."""
    links = Link.objects.at(resource.url, resource.archived_url)
    link = links.get(resource.url)
    copies = [given_copy(resource, links.get(resource.archived_url)), looked_up(link)]
    sure_first = sorted(filter(None, copies), key=lambda copy: not copy.is_sure)
    return destination(
        resource.url,
        link,
        link_state=resource.link_state,
        link_checked_at=resource.link_checked_at,
        listed_on=resource.listed_on,
        details=details_of(resource, link),
        copy=next(iter(sure_first), None),
    )


def of_address(address):
    """The destination of an address of which visits alone tell; None where there is none."""
    if not address:
        return None
    link = Link.objects.at(address).get(address)
    return destination(address, link, copy=looked_up(link))


def destination(address, link, **known):
    """What visits say of the address stands before what the entry was told, which may be older."""
    if link and link.state != LinkState.NOT_CHECKED:
        known |= {
            "link_state": link.state,
            "link_checked_at": link.checked_at,
            "file": FILES.get(link.file_type, ""),
            "leads_to": link.final_address if link.state == LinkState.MOVED else "",
        }
    return Destination(address, **known)


def details_of(resource, link):
    """Size and language of a file, format and language of a page.

    What curators say of the language counts more than what a visit made out. The size is that of
    files alone: the bytes of a page say nothing of what it takes to open it.
    """
    is_file = link is not None and link.file_type in FILES
    what = [filesizeformat(link.size)] if is_file and link.size else []
    if not is_file:
        what = [term.label for term in resource.formats]
    languages = [term.label for term in resource.languages]
    return (*what, *(languages or language_names(link)))


def language_names(link):
    try:
        return [capfirst(get_language_info(link.language)["name_translated"])] if link else []
    except KeyError:  # none was made out, or one that Django has no name for
        return []


def given_copy(resource, link):
    """The copy that a curator gave; None where there is none, or the archive has it no more."""
    if not resource.archived_url or (link and link.state in (LinkState.GONE, LinkState.TAKEN_OVER)):
        return None
    was_seen = link is not None and link.state in (LinkState.WORKS, LinkState.MOVED)
    year, on = day_in(resource.archived_url)
    return Copy(resource.archived_url, on, year, resource.is_archived_url_verified or was_seen)


def looked_up(link):
    """The copy that an archive named for an address; archives count days in UTC."""
    if link is None or not link.archived_address:
        return None
    return Copy(link.archived_address, link.archived_at.astimezone(UTC).date())


def day_in(address):
    """(year, day) in an archive's address, `…/web/20100512…/`, as far as it goes."""
    match = ARCHIVE_DAY.search(address)
    if not match:
        return "", None
    try:
        return match[1], date(*map(int, match.groups()))
    except (TypeError, ValueError):  # only a year, or no day that there is
        return match[1], None
