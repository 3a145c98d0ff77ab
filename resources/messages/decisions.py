"""What a curator can decide about a message, and what that changes."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from resources import history
from resources.models import FormerSlug, VisitorMessage

State = VisitorMessage.State


def choices(message):
    """The states a message may go to from where it is; none from an entry it has become."""
    if message.state == State.ACCEPTED:
        return []
    if not message.is_waiting:
        return [State.NEW]
    first = [State.ACCEPTED, State.DONE] if message.is_suggestion else [State.DONE]
    return [*first, State.DECLINED, State.SPAM]


def decide(message, state, *, by, answer=""):
    """Raises ValidationError where somebody else has decided since `message` was read."""
    is_open = state == State.NEW
    decision = {
        "state": state,
        "answer": answer,
        "handled_by": None if is_open else by,
        "handled_at": None if is_open else timezone.now(),
    }
    # Only one of two curators finds the state they saw.
    as_seen = VisitorMessage.objects.filter(pk=message.pk, state=message.state)
    if not as_seen.update(**decision):
        raise ValidationError(_("Somebody else decided this message just now."))


def accept(message, draft, *, by, answer=""):
    """Make `draft`, a resource, of a suggestion, all at once; its organization too if that is new.

    Raises ValidationError where somebody else has decided since `message` was read.
    """
    why = _("Suggested by a visitor: %(number)s.") % {"number": message.spoken_reference}
    with transaction.atomic():
        decide(message, State.ACCEPTED, by=by, answer=answer)
        with history.revising(user=by, why=why) as touched:
            if draft.organization._state.adding:
                save_new(draft.organization, draft.organization.name)
                touched.append(draft.organization)
            draft.draft_note_en = draft.draft_note_es = why
            save_new(draft, draft.title)
            touched.append(draft)
        VisitorMessage.objects.filter(pk=message.pk).update(draft=draft)
    message.draft = draft


def save_new(entry, name):
    """Save it under a slug made of its name, which no other entry has or had."""
    entry.slug = free_slug(type(entry), slugify(name)[:190] or "entry")
    entry.save()


def free_slug(model, wanted):
    kind = ContentType.objects.get_for_model(model)
    starts = {"slug__startswith": wanted}
    taken = {
        *model.objects.filter(**starts).values_list("slug", flat=True),
        *FormerSlug.objects.filter(content_type=kind, **starts).values_list("slug", flat=True),
    }
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def set_aside(messages, *, by):
    """Take messages that wait out of the queue as spam; how many that were."""
    waiting = messages.filter(state=State.NEW)
    return waiting.update(state=State.SPAM, handled_by=by, handled_at=timezone.now())
