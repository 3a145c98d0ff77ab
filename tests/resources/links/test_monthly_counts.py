"""Links by month: counted from what visits met, and kept."""

from datetime import date, datetime
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.utils import timezone

from resources.links import monthly_counts, occurrences
from resources.models import Link, LinkMonth, LinkState, LinkVisit
from resources.worklist import charts
from tests.make import make_link, make_resource

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

HERE = ZoneInfo("America/Los_Angeles")
OLD = "https://example.org/old"


@pytest.fixture
def today(monkeypatch):
    """Sets the day."""

    def is_now(*day):
        monkeypatch.setattr(
            monthly_counts.timezone, "localdate", lambda at=None: local(at, date(*day))
        )

    return is_now


def local(at, day):
    return at.astimezone(HERE).date() if at else day


@pytest.fixture
def link():
    make_resource(url=OLD)
    occurrences.sync_all()
    return Link.objects.get(address=OLD)


def visit(link, state, *moment):
    at = datetime(*moment, tzinfo=HERE)
    LinkVisit.objects.create(link=link, run=f"{at:%m%d%H}", at=at, state=state)


def counted():
    return {str(row): row.counts for row in LinkMonth.objects.all()}


def test_a_month_counts_by_the_last_visit_before_its_end(link, today):
    visit(link, LinkState.WORKS, 2026, 8, 3)
    visit(link, LinkState.IN_TROUBLE, 2026, 9, 3)
    visit(link, LinkState.GONE, 2026, 9, 30, 23, 59)  # of September here, of October in UTC
    visit(link, LinkState.WORKS, 2026, 11, 1)
    today(2026, 11, 2)

    monthly_counts.count_months()

    assert counted() == {
        "2026-08": {"works": 1},
        "2026-09": {"gone": 1},
        "2026-10": {"gone": 1},
        "2026-11": {"works": 1},
    }


def test_what_was_counted_stays_when_visits_are_forgotten(link, today):
    visit(link, LinkState.GONE, 2026, 9, 3)
    today(2026, 9, 5)
    monthly_counts.count_months()
    LinkVisit.objects.all().delete()
    visit(link, LinkState.WORKS, 2026, 11, 3)
    today(2026, 11, 5)

    monthly_counts.count_months()

    assert counted() == {"2026-09": {"gone": 1}, "2026-11": {"works": 1}}


def test_the_month_that_was_counted_last_is_counted_once_more(link, today):
    visit(link, LinkState.WORKS, 2026, 12, 3)
    today(2026, 12, 5)
    monthly_counts.count_months()
    visit(link, LinkState.MOVED, 2026, 12, 30)
    today(2027, 1, 1)

    monthly_counts.count_months()

    assert counted() == {"2026-12": {"moved": 1}, "2027-01": {"moved": 1}}


def test_links_that_stand_nowhere_do_not_count(today):
    visit(make_link(), LinkState.GONE, 2026, 9, 3)
    today(2026, 9, 5)

    monthly_counts.count_months()

    assert counted() == {}


def test_a_run_of_the_checker_counts(link):
    visit(link, LinkState.MOVED, 2026, 9, 3)
    Link.objects.update(due_at=datetime(3000, 1, 1, tzinfo=HERE))  # nothing to visit
    Link.objects.update(state=LinkState.MOVED, checked_at=timezone.now())

    call_command("check_links", stdout=StringIO(), stderr=StringIO())

    assert counted()[f"{timezone.localdate():%Y-%m}"] == {"moved": 1}


def test_the_chart_has_a_bar_for_each_month_with_trouble():
    for number, counts in [(9, {"works": 6, "gone": 1, "in-trouble": 1}), (10, {"works": 8})]:
        LinkMonth.objects.create(month=date(2026, number, 1), counts=counts)

    shown = charts.link_trouble_by_month()

    assert [(month.troubled, month.total, month.height) for month in shown] == [
        (2, 8, 56),
        (0, 8, 0),
    ]
