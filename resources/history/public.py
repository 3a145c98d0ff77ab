"""The history of an entry for visitors: what changed on which day, never by whom."""

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from resources.entry_kinds import kind_of
from resources.models import Status
from resources.models.publication import WITH_PAGE

from .diff import field_label
from .timeline import version_changes

MAX_PUBLIC_CHANGES = 5
VERSIONS_READ = 8  # more than are shown, as some versions changed nothing that visitors see


@dataclass(frozen=True)
class PublicChange:
    day: date
    text: str


def public_history(entry):
    """The latest changes that visitors could see, newest first, in one query."""
    found = [
        PublicChange(localtime(change.revision.date_created).date(), sentence)
        for change in version_changes(entry, count=VERSIONS_READ)
        for sentence in change_sentences(type(entry), change)
    ]
    return list(dict.fromkeys(found))[:MAX_PUBLIC_CHANGES]


def change_sentences(model, change):
    """Yields the sentences for visitors about one change, and none about a draft's."""
    if change.is_baseline or change.state.fields.get("status") not in WITH_PAGE:
        return
    if "reviewed_on" in change.changed and change.state.fields["reviewed_on"]:
        yield _("A person reviewed it")
    if "status" in change.changed or change.before is None:
        is_closed = change.state.fields["status"] == Status.CLOSED
        yield _("It closed") if is_closed else _("Published here")
        return
    public = kind_of(model).history.public_fields
    names = [name for name in change.changed if name in public]
    if names:
        labels = dict.fromkeys(field_label(model, name) for name in names)
        yield _("Changed: %(fields)s") % {"fields": ", ".join(labels)}
