"""How an entry goes from draft to published to closed: one table of steps, one way to take them."""

from dataclasses import dataclass, field

from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from resources import history
from resources.models import Bilingual, Status, StatusChange

DRAFT, IN_REVIEW, PUBLISHED, CLOSED = Status
NO_DAY = {"publish_at": None, "close_at": None}
NOT_CLOSED = {"closing_note_en": "", "closing_note_es": "", "successor": None}


@dataclass(frozen=True, eq=False)
class Step:
    """One way on. `action` names the permission it takes: `publish` is `publish_guide` of a guide.

    `sets` is what becomes of other fields; `day` is the field that lets it happen by itself.
    """

    name: str
    label: Promise
    sources: tuple[Status, ...]
    target: Status
    action: str
    sets: dict = field(default_factory=dict)
    day: str = ""

    def permission(self, model):
        codename = get_permission_codename(self.action, model._meta)
        return f"{model._meta.app_label}.{codename}"

    def is_open_to(self, user, entry):
        return entry.status in self.sources and user.has_perm(self.permission(entry))


SUBMIT = Step("submit", gettext_lazy("Send to review"), (DRAFT,), IN_REVIEW, "change")
SEND_BACK = Step(
    "send-back", gettext_lazy("Send back"), (IN_REVIEW,), DRAFT, "publish", sets=NO_DAY
)
PUBLISH = Step(
    "publish",
    gettext_lazy("Publish"),
    (DRAFT, IN_REVIEW),
    PUBLISHED,
    "publish",
    sets=NO_DAY,
    day="publish_at",
)
CLOSE = Step(
    "close",
    gettext_lazy("Close it"),
    (PUBLISHED,),
    CLOSED,
    "close",
    sets=NO_DAY,
    day="close_at",
)
REOPEN = Step(
    "reopen", gettext_lazy("Publish again"), (CLOSED,), PUBLISHED, "publish", sets=NOT_CLOSED
)

# What was published stays: no step leads from there back to a draft.
STEPS = {step.name: step for step in (SUBMIT, SEND_BACK, PUBLISH, CLOSE, REOPEN)}


def steps_for(user, entry):
    return [step for step in STEPS.values() if step.is_open_to(user, entry)]


def take(step, entry, *, by=None, note="", **fields):
    """Move `entry` on, all or nothing, and answer it as it is then.

    `fields` are set with it: what became of a closed entry, and who took over. `by` is None where
    a schedule does it. Raises PermissionDenied, or ValidationError with every rule it breaks.
    """
    with history.revising(entry, user=by, why=note or str(step.label)):
        current = locked(entry)
        refuse_unless_open(step, current, by)
        old = current.status
        set_fields(current, {"status": step.target, **step.sets, **fields})
        StatusChange.objects.create(entry=current, old=old, new=step.target, by=by, note=note)
    return current


def schedule(step, entry, at, *, by, **fields):
    """Let `step` happen by itself at the moment `at`, with `fields`; None calls it off."""
    if at and at <= timezone.now():
        raise ValidationError(_("That moment has passed. Choose a later one."))
    if step is CLOSE and at is None:
        fields = NOT_CLOSED
    with history.revising(entry, user=by, why=str(step.label)):
        current = locked(entry)
        refuse_unless_open(step, current, by)
        set_fields(current, {step.day: at, **fields})
    return current


def locked(entry):
    """The entry as it is now, which nobody else changes until the transaction ends."""
    return type(entry)._base_manager.select_for_update(no_key=True).get(pk=entry.pk)


def refuse_unless_open(step, entry, by):
    if by and not by.has_perm(step.permission(entry)):
        raise PermissionDenied(step.permission(entry))
    if entry.status not in step.sources:
        message = _("Meanwhile it is %(status)s, so that is no next step any more.")
        raise ValidationError(message % {"status": entry.get_status_display()})


def set_fields(entry, fields):
    """Save `fields` of a complete entry; a translation that was up to date stays so."""
    was_current = entry.translation_state() == Bilingual.TranslationState.CURRENT
    for name, value in fields.items():
        setattr(entry, name, value)
    if was_current:
        entry.mark_translated()
    entry.full_clean()
    entry.save(update_fields=[*fields, "translated_from"])
