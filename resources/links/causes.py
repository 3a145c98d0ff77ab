"""What kind of trouble links are in: those of one site that share it are looked at together."""

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from resources.models import LinkState
from resources.models.link_states import TROUBLE

from .occurrences import shown


class Cause(models.TextChoices):
    """A site that fails fails for all its links, whatever it answers from one visit to the next."""

    TAKEN_OVER = "taken-over", _("Link taken over")
    NO_SITE = "no-site", _("Site does not answer")
    NO_PAGE = "no-page", _("Page not found")
    MOVED = "moved", _("Page moved")


# Reasons (reasons.py) that lie with the site, not with one page of it.
OF_SITE = [
    *("dns-gone", "dns-failed", "refused", "reset", "timed-out", "tls-broken"),
    *("malformed", "broken-body", "headers-too-large", "server-error", "not-set-up"),
]
IS_OF_SITE = Q(reason__in=OF_SITE)
IS_FAILING = Q(state__in=[LinkState.GONE, LinkState.IN_TROUBLE])
CONDITIONS = {
    Cause.TAKEN_OVER: Q(state=LinkState.TAKEN_OVER),
    Cause.NO_SITE: IS_FAILING & IS_OF_SITE,
    Cause.NO_PAGE: IS_FAILING & ~IS_OF_SITE,
    Cause.MOVED: Q(state=LinkState.MOVED),
}


def cause():
    """Of a link in trouble, for `annotate`."""
    whens = [When(condition, then=Value(cause.value)) for cause, condition in CONDITIONS.items()]
    return Case(*whens, output_field=models.CharField())


def in_trouble(cause=None):
    """Links on pages that visitors can open, but for those that a curator keeps the checker from.

    Of one cause, or of all.
    """
    condition = CONDITIONS[cause] if cause else Q(state__in=TROUBLE)
    return shown().may_be_visited(timezone.localdate()).filter(condition)
