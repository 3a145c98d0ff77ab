"""The decisions a curator can take about a message, and their effects."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from resources import history
from resources.models import VisitorMessage
from resources.models.slugs import unused_slug

MessageState = VisitorMessage.State


def possible_decisions(message):
    """The states `message` may go to next. Empty once it has become an entry."""
    if message.state == MessageState.ACCEPTED:
        return []
    if not message.is_waiting:
        return [MessageState.NEW]
    first = [MessageState.DONE]
    if message.is_suggestion:
        first = [MessageState.ACCEPTED, MessageState.DONE]
    return [*first, MessageState.DECLINED, MessageState.SPAM]


def decide(message, state, *, by, answer=""):
    """Set the state of `message`. Setting it to NEW puts it back into the queue.

    Raises ValidationError if somebody else has decided since `message` was read.
    """
    is_open = state == MessageState.NEW
    decision = {
        "state": state,
        "answer": answer,
        "handled_by": None if is_open else by,
        "handled_at": None if is_open else timezone.now(),
    }
    # Compare and set: of two curators at once, only the first finds the state that both saw.
    as_seen = VisitorMessage.objects.filter(pk=message.pk, state=message.state)
    if not as_seen.update(**decision):
        raise ValidationError(_("Somebody else decided this message just now."))


def accept(message, draft, *, by, answer=""):
    """Accept a suggestion: save `draft`, and its organization if that is new.

    `draft` is an unsaved resource. Everything happens in one transaction. Raises ValidationError
    if somebody else has decided since `message` was read.
    """
    why = _("Suggested by a visitor: %(number)s.") % {"number": message.display_number}
    with transaction.atomic():
        decide(message, MessageState.ACCEPTED, by=by, answer=answer)
        with history.revision(user=by, why=why) as touched:
            if draft.organization._state.adding:
                save_with_new_slug(draft.organization, draft.organization.name)
                touched.append(draft.organization)
            draft.draft_note_en = draft.draft_note_es = why
            save_with_new_slug(draft, draft.title)
            touched.append(draft)
        VisitorMessage.objects.filter(pk=message.pk).update(draft=draft)
    message.draft = draft


def save_with_new_slug(entry, name):
    """Save `entry` under a slug made from `name`."""
    entry.slug = unused_slug(type(entry), name, fallback="entry")
    entry.save()


def mark_as_spam(messages, *, by):
    """Mark the waiting ones of `messages`, a queryset, as spam. Returns their number."""
    waiting = messages.filter(state=MessageState.NEW)
    return waiting.update(state=MessageState.SPAM, handled_by=by, handled_at=timezone.now())
