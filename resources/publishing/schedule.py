"""Entries that are published or closed by themselves when their day has come."""

from dataclasses import dataclass, field

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from resources.models.workflow import Workflow

from . import workflow
from .workflow import CLOSE, PUBLISH, Step


@dataclass(frozen=True)
class Outcome:
    """What became of an entry whose day had come; `reasons` say why it was left as it is."""

    entry: Workflow
    step: Step
    reasons: list[str] = field(default_factory=list)


def apply_due(now=None):
    """Take every step whose moment has come, each for itself; yields the outcomes.

    Safe to run several at once: each entry is taken once, by whoever comes first.
    """
    now = now or timezone.now()
    for model in apps.get_models():
        if issubclass(model, Workflow):
            for step, due in due_steps(model, now):
                for key in list(due.order_by(step.day, "pk").values_list("pk", flat=True)):
                    if outcome := apply_one(step, due, key):
                        yield outcome


def due_steps(model, now):
    entries = model._default_manager
    return [(PUBLISH, entries.due_to_publish(now)), (CLOSE, entries.due_to_close(now))]


def apply_one(step, due, key):
    """None where somebody else took it meanwhile, or called it off."""
    try:
        with transaction.atomic():
            entry = due.select_for_update(no_key=True).filter(pk=key).first()
            return entry and Outcome(workflow.take(step, entry), step)
    except ValidationError as refusal:
        return Outcome(entry, step, refusal.messages)
