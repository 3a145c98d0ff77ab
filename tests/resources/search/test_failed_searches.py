"""Searches that found nothing are counted, and nothing about the visitor is stored."""

import sqlite3
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from resources.journal import reader
from resources.models import FailedSearch, Resource
from resources.search import failed_searches
from tests.desk_form import address
from tests.make import make_guide, make_resource, make_term

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def counted():
    return dict(FailedSearch.objects.values_list("text", "count"))


def test_the_same_words_however_written_are_counted_together(client):
    for text in ("Xyzzy niño", "xyzzy  NIÑO!", '"xyzzy" (niño)'):
        assert client.get("/resources/", {"q": text}).status_code == 200
    client.get("/es/resources/", {"q": "xyzzy niño"})

    assert counted() == {"xyzzy niño": 4}
    assert FailedSearch.objects.get().day == timezone.localdate()


def test_a_search_is_not_counted_unless_words_alone_found_nothing(client):
    make_guide(make_term(slug="families"))
    make_resource(title_en="Homework", terms=[make_term("language", "es")])
    for query in (
        "q=homework",
        "q=homework+xyzzy",  # relaxed
        "q=homwork",  # corrected
        "q=xyzzy&language=es",
        "q=-homework",
        "q=***",
        "q=",
        f"q={'x' * 300}",
    ):
        client.get(f"/resources/?{query}")
    client.get("/topics/families/?q=xyzzy")
    assert client.get("/resources/?q=xyzzy&page=2").status_code == 404

    assert counted() == {}


def test_a_row_holds_a_day_and_words_and_nothing_of_who_searched():
    fields = {field.name for field in FailedSearch._meta.get_fields()}

    assert fields == {"id", "day", "text", "count"}


def test_a_stranger_cannot_fill_the_disk(client, monkeypatch):
    monkeypatch.setattr(failed_searches, "MAX_TEXTS_A_DAY", 2)
    for text in ("xyzzy", "plugh", "frotz", "xyzzy", "y" * (failed_searches.MAX_SEARCH_LENGTH + 1)):
        assert client.get("/resources/", {"q": text}).status_code == 200

    assert counted() == {"xyzzy": 2, "plugh": 1}


def test_a_long_search_is_not_kept(client):
    client.get("/resources/", {"q": "y" * (failed_searches.MAX_SEARCH_LENGTH + 1)})
    client.get("/resources/", {"q": "z" * failed_searches.MAX_SEARCH_LENGTH})

    assert counted() == {"z" * failed_searches.MAX_SEARCH_LENGTH: 1}


def test_old_days_make_room_for_new_ones(client):
    today = timezone.localdate()
    for days in (failed_searches.RETENTION_DAYS, failed_searches.RETENTION_DAYS + 1):
        day = today - timedelta(days=days)
        FailedSearch.objects.create(day=day, text=f"{days} days ago", count=1)
    client.get("/resources/", {"q": "xyzzy"})

    assert counted() == {f"{failed_searches.RETENTION_DAYS} days ago": 1, "xyzzy": 1}


def test_two_processes_that_count_at_the_same_moment_both_count(monkeypatch):
    def has_room(day):
        FailedSearch.objects.create(day=day, text="xyzzy", count=1)
        return True

    monkeypatch.setattr(failed_searches, "has_room", has_room)
    failed_searches.count_failed_search("xyzzy")

    assert counted() == {"xyzzy": 2}


@pytest.fixture
def read_only_database(db):
    """No statement of this test's transaction may write any more."""
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON" if is_sqlite else "SET TRANSACTION READ ONLY")
        yield
        if is_sqlite:
            cursor.execute("PRAGMA query_only = OFF")


@pytest.mark.usefixtures("read_only_database")
def test_a_database_that_cannot_be_written_to_gives_the_page_anyway(client, caplog):
    response = client.get("/resources/", {"q": "xyzzy"})

    assert response.status_code == 200
    assert "was not counted" in caplog.text
    assert "xyzzy" not in caplog.text
    assert counted() == {}
    assert Resource.objects.count() == 0  # and the transaction goes on


@pytest.mark.django_db(transaction=True)
def test_counting_changes_no_page(client):
    before = reader.head()
    first = client.get("/resources/", {"q": "xyzzy"})
    second = client.get("/resources/", {"q": "xyzzy"})

    assert counted() == {"xyzzy": 1}  # the page was kept in memory
    assert reader.head() == before
    assert first["ETag"] == second["ETag"]
    assert first.content == second.content


def test_curators_read_the_list_and_nobody_edits_it(admin_client):
    row = FailedSearch.objects.create(day=timezone.localdate(), text="xyzzy", count=3)
    listed = admin_client.get(address(FailedSearch, "changelist"), {"q": "xyzzy"})

    assert "xyzzy" in listed.content.decode()
    assert admin_client.get(address(FailedSearch, "add")).status_code == 403
    assert admin_client.post(address(row), {"text": "changed"}).status_code == 403
    assert admin_client.post(address(row, "delete"), {"post": "yes"}).status_code == 403


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has many writers at a time.")
@pytest.mark.django_db(transaction=True)
def test_nobody_waits_while_somebody_else_writes(client):
    patience = connection.cursor().execute("PRAGMA busy_timeout").fetchone()
    with sqlite3.connect(connection.settings_dict["NAME"], uri=True) as other:
        other.execute("BEGIN IMMEDIATE")
        asked_at = time.monotonic()
        assert client.get("/resources/", {"q": "xyzzy"}).status_code == 200
        waited = time.monotonic() - asked_at

    assert waited < patience[0] / 1000
    assert counted() == {}
    assert connection.cursor().execute("PRAGMA busy_timeout").fetchone() == patience
