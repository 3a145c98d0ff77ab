"""Words that visitors searched in vain, summed over the last weeks."""

from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from resources.models import DismissedSearch, FailedSearch

from .findings import Finding, Reason, Settlement, register_standing

LOOKED_BACK = timedelta(weeks=4)
AT_LEAST = 2  # searches; one alone is a slip of the finger
MOST_LISTED = 50
SEARCH_WEIGHT = 40


def said_of_search(details):
    text = ngettext(
        "Searched %(count)d time in four weeks, and nothing was found.",
        "Searched %(count)d times in four weeks, and nothing was found.",
        details["count"],
    )
    return text % details


def searches_page(item):
    list_of_searches = reverse("admin:resources_failedsearch_changelist")
    return f"{list_of_searches}?{urlencode({'q': item.words})}"


def set_aside(item, entry, user):
    """These words find nothing, and need not."""
    DismissedSearch.objects.get_or_create(text=item.words, defaults={"by": user})
    item.delete()


NOTHING_TO_ADD = Settlement(
    gettext_lazy("Nothing to add"), set_aside, "resources.change_synonymgroup"
)
SEARCH = Reason(
    "search",
    gettext_lazy("Search without result"),
    said_of_search,
    NOTHING_TO_ADD,
    leads_to=searches_page,
)


def searches_in_vain():
    recent = FailedSearch.objects.filter(day__gt=timezone.localdate() - LOOKED_BACK)
    summed = recent.unsettled().by_words().filter(total__gte=AT_LEAST)
    for row in summed.order_by("-total", "text")[:MOST_LISTED]:
        details = {"count": row["total"]}
        weight = SEARCH_WEIGHT + min(9, row["total"] // 5)
        yield None, Finding(None, SEARCH, weight, details, words=row["text"])


register_standing(SEARCH, searches_in_vain)
