"""What one click settles. Afterwards the worklist looks at the entry again, and so forgets it."""

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

from .findings import Settlement, reasons
from .store import look_again

STALE = Bilingual.TranslationState.STALE


def settle(item, user):
    """Do what the item's one click says; answers sentences about what is left to do."""
    with transaction.atomic():
        item = WorkItem.objects.select_for_update().get(pk=item.pk)
        entry = item.entry
        left_to_do = reasons[item.reason].settlement.settle(item, entry, user)
        if entry is not None:
            look_again(kind_of(type(entry)), [entry.pk])
        return list(left_to_do or ())


def still_good(item, entry, user):
    reviews.confirm_review([entry], user)


def spanish_fits(item, entry, user):
    """Vouch for the Spanish of what the curator was shown, never for what was written since."""
    parts = kind_of(type(entry)).records_with_texts(entry)
    if english_of(parts) != item.concerns:
        raise ValidationError(_("The English has changed once more. Please look again."))
    with history.revision(entry, user=user, why=str(SPANISH_FITS.label)):
        for part in parts:
            if part.translation_state() == STALE:
                part.mark_translated()
                part.save(update_fields=["translated_from"])


def english_of(parts):
    """A fingerprint of all English texts whose Spanish lags behind."""
    lagging = [part.english_hash() for part in parts if part.translation_state() == STALE]
    return hashlib.blake2b(repr(lagging).encode(), digest_size=8).hexdigest()


def let_be(item, entry, user):
    """It may stay as it is, until what it concerns changes."""
    item.let_be_on, item.let_be_by = timezone.localdate(), user
    item.save(update_fields=["let_be_on", "let_be_by"])


STILL_GOOD = Settlement(gettext_lazy("Still good, ask me again in 12 months"), still_good)
SPANISH_FITS = Settlement(gettext_lazy("The Spanish still fits"), spanish_fits)
FINE_AS_IT_IS = Settlement(gettext_lazy("Fine as it is"), let_be)
