"""The public report of how many links work."""

from datetime import UTC, date, datetime

import pytest

from resources.models import LinkMonth
from resources.search import index_sync
from tests.pages import page, words

pytestmark = pytest.mark.both_databases

CHECKED = datetime(2026, 10, 20, 20, 0, tzinfo=UTC)


def main(client, address):
    return words(page(client, address).cssselect("main")[0])


@pytest.fixture
def counted(db):
    october = {"works": 41, "gone": 1}
    LinkMonth.objects.create(month=date(2026, 10, 1), counts=october, counted_at=CHECKED)
    LinkMonth.objects.create(month=date(2026, 9, 1), counts={"works": 40})


def test_the_report_says_how_many_work_and_when_that_was_counted(client, counted):
    text = main(client, "/about/links/")

    assert "Our pages lead to 42 addresses that a machine has tried." in text
    assert "Last count: Oct. 20, 2026." in text
    assert "41 · Works" in text
    assert "1 · Gone" in text
    assert "0 · Taken over" in text


def test_the_report_shows_the_latest_month_first(client, counted):
    text = main(client, "/about/links/")

    assert text.index("October 2026Works: 41") < text.index("September 2026Works: 40")


@pytest.mark.django_db
def test_before_the_first_run_the_report_says_so(client):
    text = main(client, "/es/about/links/")

    assert "Todavía no se ha verificado ningún enlace." in text
    assert "El primer conteo llega después de la primera verificación." in text


@pytest.mark.django_db(transaction=True)
def test_the_report_counts_nothing_itself(client, django_assert_num_queries):
    LinkMonth.objects.create(month=date(2026, 10, 1), counts={"works": 41})
    index_sync.current()  # as it is for any but the first visitor after a change
    with django_assert_num_queries(2):
        client.get("/about/links/")


@pytest.mark.django_db
def test_the_page_about_the_site_leads_to_the_report(client):
    assert page(client, "/about/").cssselect('main a[href="/about/links/"]')
