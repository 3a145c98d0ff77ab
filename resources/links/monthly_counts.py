"""How our links fared, month by month, counted from what visits met."""

from datetime import datetime, time

from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone

from resources.models import LinkMonth, LinkVisit

from .occurrences import shown

MOST_MONTHS = 24  # looked back at; of earlier ones there are hardly visits any more


def count_months():
    """Count this month, and those before it since one was counted last."""
    this_month = timezone.localdate().replace(day=1)
    for month in months_to_count(this_month):
        if counts := counts_before(month_after(month)):
            found = {"counts": counts, "counted_at": timezone.now()}
            LinkMonth.objects.update_or_create(month=month, defaults=found)


def months_to_count(this_month):
    """The latest first. The last that was counted had not ended then, or may have more visits."""
    counted = LinkMonth.objects.order_by("month").values_list("month", flat=True).last()
    first = counted or month_of_first_visit() or this_month
    month = this_month
    for _ in range(MOST_MONTHS):
        if month < first:
            return
        yield month
        month = month_before(month)


def month_of_first_visit():
    first = LinkVisit.objects.order_by("at").values_list("at", flat=True).first()
    return first and timezone.localdate(first).replace(day=1)


def counts_before(day):
    """{state: how many links that visitors see} by the last visit of each before a local day."""
    moment = datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())
    visits = LinkVisit.objects.filter(link=OuterRef("pk"), at__lt=moment).order_by("-at", "-pk")
    was = shown().annotate(was=Subquery(visits.values("state")[:1])).exclude(was=None)
    counted = was.order_by().values_list("was").annotate(Count("pk"))
    return dict(counted)


def month_after(month):
    return month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)


def month_before(month):
    return month.replace(year=month.year - (month.month == 1), month=(month.month - 2) % 12 + 1)
