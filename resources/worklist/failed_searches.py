"""Issues: searches that found nothing, counted over the last four weeks."""

from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from resources.models import DismissedSearch, FailedSearch

from .issues import Issue, IssueReason, Resolution, register_live_reason

SEARCH_PERIOD = timedelta(weeks=4)
MIN_SEARCHES = 2  # a single search may be a slip of the finger
MAX_SEARCHES = 50
SEARCH_PRIORITY = 40


def explain_search(details):
    text = ngettext(
        "Searched %(count)d time in four weeks, and nothing was found.",
        "Searched %(count)d times in four weeks, and nothing was found.",
        details["count"],
    )
    return text % details


def searches_url(item):
    list_of_searches = reverse("admin:resources_failedsearch_changelist")
    return f"{list_of_searches}?{urlencode({'q': item.words})}"


def dismiss_search(item, entry, user):
    """Record that nothing needs to be found for these words."""
    DismissedSearch.objects.get_or_create(text=item.words, defaults={"by": user})
    item.delete()


NOTHING_TO_ADD = Resolution(
    gettext_lazy("Nothing to add"), dismiss_search, "resources.change_synonymgroup"
)
SEARCH = IssueReason(
    "search",
    gettext_lazy("Search without result"),
    explain_search,
    NOTHING_TO_ADD,
    url_of=searches_url,
)


def failed_search_issues():
    """Yields an issue for each search. More searches give up to nine points more."""
    recent = FailedSearch.objects.filter(day__gt=timezone.localdate() - SEARCH_PERIOD)
    summed = recent.not_dismissed().summed_by_text().filter(total__gte=MIN_SEARCHES)
    for row in summed.order_by("-total", "text")[:MAX_SEARCHES]:
        details = {"count": row["total"]}
        priority = SEARCH_PRIORITY + min(9, row["total"] // 5)
        yield None, Issue(None, SEARCH, priority, details, words=row["text"])


register_live_reason(SEARCH, failed_search_issues)
