"""How many links were in which state, month by month, counted from their visits."""

from datetime import datetime, time

from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone

from resources.models import LinkMonth, LinkVisit

from .occurrences import public_links

MAX_MONTHS = 24  # looked back at. Hardly any earlier visits are stored.


def count_months():
    """Count this month, and the earlier ones back to the last month that was counted."""
    this_month = timezone.localdate().replace(day=1)
    for month in months_to_count(this_month):
        if counts := counts_before(month_after(month)):
            found = {"counts": counts, "counted_at": timezone.now()}
            LinkMonth.objects.update_or_create(month=month, defaults=found)


def months_to_count(this_month):
    """The months, the latest first.

    The last one counted is counted again: it had not ended then, or has more visits by now.
    """
    counted = LinkMonth.objects.order_by("month").values_list("month", flat=True).last()
    first = counted or month_of_first_visit() or this_month
    month = this_month
    for _ in range(MAX_MONTHS):
        if month < first:
            return
        yield month
        month = month_before(month)


def month_of_first_visit():
    first = LinkVisit.objects.order_by("at").values_list("at", flat=True).first()
    return first and timezone.localdate(first).replace(day=1)


def counts_before(day):
    """{state: number of public links}, by the last visit of each before a local day."""
    moment = datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())
    visits = LinkVisit.objects.filter(link=OuterRef("pk"), at__lt=moment).order_by("-at", "-pk")
    last_state = Subquery(visits.values("state")[:1])
    checked = public_links().annotate(last_state=last_state).exclude(last_state=None)
    counted = checked.order_by().values_list("last_state").annotate(Count("pk"))
    return dict(counted)


def month_after(month):
    return month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)


def month_before(month):
    return month.replace(year=month.year - (month.month == 1), month=(month.month - 2) % 12 + 1)
