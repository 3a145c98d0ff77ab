"""The history of an entry in words for visitors: what changed and on which day, never by whom."""

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from resources.entry_kinds import kind_of
from resources.models import Status
from resources.models.publication import WITH_PAGE

from .diff import label_of
from .timeline import steps_of

MOST_STEPS = 5
LOOKED_AT = 8  # versions; most change something visitors are told of


@dataclass(frozen=True)
class Told:
    day: date
    words: str


def history_of(entry):
    """The last few steps visitors could see the result of, the newest first; one query."""
    found = steps_of(entry, count=LOOKED_AT)
    told = [Told(day_of(step), words) for step in found for words in words_of(type(entry), step)]
    return list(dict.fromkeys(told))[:MOST_STEPS]


def day_of(step):
    return localtime(step.revision.date_created).date()


def words_of(model, step):
    """What a visitor is told of a step, the newest first; nothing of a draft's."""
    if step.is_baseline or step.state.fields.get("status") not in WITH_PAGE:
        return
    if "reviewed_on" in step.changed and step.state.fields["reviewed_on"]:
        yield _("A person reviewed it")
    if "status" in step.changed or step.before is None:
        is_closed = step.state.fields["status"] == Status.CLOSED
        yield _("It closed") if is_closed else _("Published here")
        return
    public = kind_of(model).history.public_fields
    names = [name for name in step.changed if name in public]
    if names:
        labels = dict.fromkeys(label_of(model, name) for name in names)
        yield _("Changed: %(fields)s") % {"fields": ", ".join(labels)}
