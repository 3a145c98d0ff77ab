"""Takes the workflow steps whose scheduled time has come."""

from dataclasses import dataclass, field

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from resources.models.workflow import Workflow

from . import workflow
from .workflow import CLOSE, PUBLISH, WorkflowStep


@dataclass(frozen=True)
class ScheduleResult:
    """Result for one entry. `errors` say why the step was not taken. Empty if it was."""

    entry: Workflow
    step: WorkflowStep
    errors: list[str] = field(default_factory=list)


def apply_due_steps(now=None):
    """Take every due step, and yield a `ScheduleResult` for each.

    Each step has its own transaction. Several processes may run this at once: the first one to
    lock an entry takes its step.
    """
    now = now or timezone.now()
    for model in apps.get_models():
        if issubclass(model, Workflow):
            for step, due in due_steps(model, now):
                for key in list(due.order_by(step.day, "pk").values_list("pk", flat=True)):
                    if result := apply_due_step(step, due, key):
                        yield result


def due_steps(model, now):
    """[(step, entries for which it is due)]"""
    entries = model._default_manager
    return [(PUBLISH, entries.due_to_publish(now)), (CLOSE, entries.due_to_close(now))]


def apply_due_step(step, due, key):
    """Take `step` on one entry. None if it is no longer due (taken or cancelled)."""
    try:
        with transaction.atomic():
            entry = due.select_for_update(no_key=True).filter(pk=key).first()
            return entry and ScheduleResult(workflow.apply_step(step, entry), step)
    except ValidationError as error:
        return ScheduleResult(entry, step, error.messages)
