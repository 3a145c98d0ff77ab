"""Causes of trouble with links, by which worklist and list of links group them."""

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from resources.models import LinkState
from resources.models.link_states import TROUBLE

from .occurrences import public_links


class Cause(models.TextChoices):
    """Why links of one host are in trouble.

    A broken host is one problem, even if its error changes between visits.
    """

    TAKEN_OVER = "taken-over", _("Link taken over")
    NO_SITE = "no-site", _("Site does not answer")
    NO_PAGE = "no-page", _("Page not found")
    MOVED = "moved", _("Page moved")


# Reasons (see explanations.py) that lie with the host, not with one page of it.
HOST_REASONS = [
    *("dns-gone", "dns-failed", "refused", "reset", "timed-out", "tls-broken"),
    *("malformed", "broken-body", "headers-too-large", "server-error", "not-set-up"),
]
IS_HOST_FAILURE = Q(reason__in=HOST_REASONS)
IS_FAILING = Q(state__in=[LinkState.GONE, LinkState.IN_TROUBLE])
CAUSE_CONDITIONS = {
    Cause.TAKEN_OVER: Q(state=LinkState.TAKEN_OVER),
    Cause.NO_SITE: IS_FAILING & IS_HOST_FAILURE,
    Cause.NO_PAGE: IS_FAILING & ~IS_HOST_FAILURE,
    Cause.MOVED: Q(state=LinkState.MOVED),
}


def cause_expression():
    """The cause of each link in trouble, as an expression for `annotate`."""
    whens = [
        When(condition, then=Value(cause.value)) for cause, condition in CAUSE_CONDITIONS.items()
    ]
    return Case(*whens, output_field=models.CharField())


def links_in_trouble(cause=None):
    """Links in trouble on public pages, for one cause or for all.

    Links whose checks a curator has paused are left out.
    """
    condition = CAUSE_CONDITIONS[cause] if cause else Q(state__in=TROUBLE)
    return public_links().checkable_on(timezone.localdate()).filter(condition)
