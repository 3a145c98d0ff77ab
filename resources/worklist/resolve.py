"""Resolves an item with one click, then looks for the issues of its entry again."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from resources import history
from resources.entry_kinds import kind_of
from resources.models import Bilingual, WorkItem
from resources.publishing import reviews

from .issues import Resolution, reasons
from .store import refresh_entries

STALE = Bilingual.TranslationState.STALE


def resolve_item(item, user):
    """Run the resolution of `item`. Returns sentences about what is left to do."""
    with transaction.atomic():
        item = WorkItem.objects.select_for_update().get(pk=item.pk)
        entry = item.entry
        left_to_do = reasons[item.reason].resolution.resolve(item, entry, user)
        if entry is not None:
            refresh_entries(kind_of(type(entry)), [entry.pk])
        return list(left_to_do or ())


def review_entry(item, entry, user):
    reviews.confirm_review([entry], user)


def confirm_spanish(item, entry, user):
    """Mark the Spanish as current if the English is still what the curator saw."""
    records = kind_of(type(entry)).records_with_texts(entry)
    if stale_english_hash(records) != item.subject_hash:
        raise ValidationError(_("The English has changed again. Please read it again."))
    with history.revision(entry, user=user, why=str(SPANISH_FITS.label)):
        for record in records:
            if record.translation_state() == STALE:
                record.mark_translated()
                record.save(update_fields=["translated_from"])


def stale_english_hash(records):
    """A hash of all English texts whose Spanish translation is stale."""
    stale = [record.english_hash() for record in records if record.translation_state() == STALE]
    return hashlib.blake2b(repr(stale).encode(), digest_size=8).hexdigest()


def dismiss(item, entry, user):
    """Hide the item until its subject changes."""
    item.dismissed_on, item.dismissed_by = timezone.localdate(), user
    item.save(update_fields=["dismissed_on", "dismissed_by"])


STILL_GOOD = Resolution(gettext_lazy("Still good, ask me again in 12 months"), review_entry)
SPANISH_FITS = Resolution(gettext_lazy("The Spanish still fits"), confirm_spanish)
FINE_AS_IT_IS = Resolution(gettext_lazy("Fine as it is"), dismiss)
