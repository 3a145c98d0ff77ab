"""The workflow: the steps from draft to published to closed, and their rules."""

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
class WorkflowStep:
    """A step to the status `target`, possible from each status in `sources`.

    `action` names the permission: for `publish` a guide needs `publish_guide`. `sets` holds new
    values of other fields. `day` is the field with the time to take the step automatically.
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

    def is_available_to(self, user, entry):
        return entry.status in self.sources and user.has_perm(self.permission(entry))


SUBMIT = WorkflowStep("submit", gettext_lazy("Send to review"), (DRAFT,), IN_REVIEW, "change")
SEND_BACK = WorkflowStep(
    "send-back", gettext_lazy("Send back"), (IN_REVIEW,), DRAFT, "publish", sets=NO_DAY
)
PUBLISH = WorkflowStep(
    "publish",
    gettext_lazy("Publish"),
    (DRAFT, IN_REVIEW),
    PUBLISHED,
    "publish",
    sets=NO_DAY,
    day="publish_at",
)
CLOSE = WorkflowStep(
    "close",
    gettext_lazy("Close it"),
    (PUBLISHED,),
    CLOSED,
    "close",
    sets=NO_DAY,
    day="close_at",
)
REOPEN = WorkflowStep(
    "reopen", gettext_lazy("Publish again"), (CLOSED,), PUBLISHED, "publish", sets=NOT_CLOSED
)

# No step leads from published back to draft, because visitors may know the page.
STEPS = {step.name: step for step in (SUBMIT, SEND_BACK, PUBLISH, CLOSE, REOPEN)}


def available_steps(user, entry):
    return [step for step in STEPS.values() if step.is_available_to(user, entry)]


def apply_step(step, entry, *, by=None, note="", **fields):
    """Take `step` in one transaction and return the entry as it is then.

    `fields` are set with it, such as the closing note and the successor. `by` is None if the
    schedule takes the step. Raises PermissionDenied, or ValidationError naming all broken rules.
    """
    with history.revision(entry, user=by, why=note or str(step.label)):
        current = lock_entry(entry)
        check_step(step, current, by)
        old = current.status
        save_fields(current, {"status": step.target, **step.sets, **fields})
        StatusChange.objects.create(entry=current, old=old, new=step.target, by=by, note=note)
    return current


def schedule_step(step, entry, at, *, by, **fields):
    """Schedule `step` for the time `at` and set `fields` now. None cancels it.

    Raises as `apply_step` does, and ValidationError for a time that has passed.
    """
    if at and at <= timezone.now():
        raise ValidationError(_("That moment has passed. Choose a later one."))
    if step is CLOSE and at is None:
        fields = NOT_CLOSED
    with history.revision(entry, user=by, why=str(step.label)):
        current = lock_entry(entry)
        check_step(step, current, by)
        save_fields(current, {step.day: at, **fields})
    return current


def lock_entry(entry):
    """The entry as it is now, its row locked until the transaction ends."""
    return type(entry)._base_manager.select_for_update(no_key=True).get(pk=entry.pk)


def check_step(step, entry, by):
    """Raise PermissionDenied or ValidationError if `by` cannot take `step` now."""
    if by and not by.has_perm(step.permission(entry)):
        raise PermissionDenied(step.permission(entry))
    if entry.status not in step.sources:
        message = _("This entry is now “%(status)s”, so this step is no longer possible.")
        raise ValidationError(message % {"status": entry.get_status_display()})


def save_fields(entry, fields):
    """Validate `entry` with new `fields` and save. A current translation stays so."""
    was_current = entry.translation_state() == Bilingual.TranslationState.CURRENT
    for name, value in fields.items():
        setattr(entry, name, value)
    if was_current:
        entry.mark_translated()
    entry.full_clean()
    entry.save(update_fields=[*fields, "translated_from"])
