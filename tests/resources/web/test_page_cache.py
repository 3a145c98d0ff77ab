"""Cached pages and their validators: never stale, never for the wrong reader."""

import gzip

import pytest

from resources.models import Resource
from resources.models.tracking import TRACKING_NAMES
from resources.web import page_cache
from tests.make import make_recommendation, make_resource, make_term

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

ADDRESSES = ["/", "/resources/", "/resources/?q=lighthouse", "/es/resources/", "/api/v1/resources/"]


@pytest.fixture(autouse=True)
def _empty_cache(monkeypatch):
    monkeypatch.setattr(page_cache, "cached_pages", page_cache.PageCache())


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_unchanged_page_is_not_sent_again(client, address):
    make_resource(title_en="Lighthouse")
    first = client.get(address)
    second = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert second.status_code == 304
    assert second.content == b""
    assert second.headers["ETag"] == first.headers["ETag"]
    assert second.headers["Cache-Control"] == first.headers["Cache-Control"]


def test_a_validator_that_a_proxy_weakened_still_matches(client):
    make_resource()
    tag = client.get("/resources/").headers["ETag"]

    for known in (f"W/{tag}", f'"another", W/{tag}'):
        assert client.get("/resources/", headers={"If-None-Match": known}).status_code == 304


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_second_answer_is_the_first_one_without_its_queries(
    client, address, django_assert_num_queries
):
    make_resource(title_en="Lighthouse")
    first = client.get(address)
    with django_assert_num_queries(1):  # the journal's head
        second = client.get(address)

    assert second.content == first.content
    assert second.headers["Content-Type"] == first.headers["Content-Type"]


def changes():
    """Writes by many ways, each of which every page about the entry must show at once."""
    yield lambda r: Resource.objects.filter(pk=r.pk).update(title_en="Renamed")
    yield lambda r: r.terms.add(make_term(slug="new-topic"))
    yield lambda r: make_recommendation(resource=r, locator_en="pp. 1–2")
    yield lambda r: type(r.organization).objects.update(name="Another name")
    yield lambda r: r.terms.first().vocabulary.terms.update(label_en="Another label")


@pytest.mark.parametrize("change", list(changes()))
def test_after_any_change_the_page_is_made_again(client, change):
    resource = make_resource(terms=[make_term(slug="funding")])
    address = resource.get_absolute_url()
    before = client.get(address)
    change(resource)
    after = client.get(address, headers={"If-None-Match": before.headers["ETag"]})

    assert after.status_code == 200
    assert after.content != before.content


def test_compressed_pages_have_a_validator_of_their_own(client):
    make_resource()
    plain = client.get("/resources/")
    packed = client.get("/resources/", headers={"Accept-Encoding": "gzip, br"})
    again = client.get("/resources/", headers={"Accept-Encoding": "gzip"})

    assert gzip.decompress(packed.content) == plain.content
    assert again.content == packed.content
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert not packed.headers["ETag"].startswith("W/")
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"


def test_one_page_has_one_validator_however_it_is_addressed(client):
    make_resource(terms=[make_term(slug="funding")])
    make_term("role", "family").resources.add(make_resource())
    addresses = [
        "/resources/?topic=funding&q=a",
        "/resources/?q=a&topic=funding&utm_source=mail",
        "/resources/?q=a&topic=funding&sort=",
    ]

    assert len({client.get(address).headers["ETag"] for address in addresses}) == 1


@pytest.mark.parametrize("name", [*sorted(TRACKING_NAMES), "utm_source", "UTM_Medium", "__hstc"])
def test_a_tracking_parameter_makes_no_other_page_and_no_notice(client, name):
    make_resource()
    for address in ("/", "/resources/"):
        clean, tracked = client.get(address), client.get(address, {name: "1"})

        assert tracked.headers["ETag"] == clean.headers["ETag"]
        assert tracked.content == clean.content


def test_a_query_sent_in_bare_bytes_is_the_same_as_an_encoded_one(client):
    make_resource(title_en="El año escolar")
    bare = client.get("/resources/", QUERY_STRING="q=año".encode().decode("iso-8859-1"))

    assert 'value="año"' in bare.content.decode()
    assert bare.headers["ETag"] == client.get("/resources/?q=a%C3%B1o").headers["ETag"]


def test_head_has_the_headers_of_get_and_no_body(client):
    make_resource()
    whole, head = client.get("/resources/"), client.head("/resources/")

    assert head.content == b""
    for name in ("ETag", "Cache-Control", "Content-Type", "Content-Length", "Vary"):
        assert head.headers[name] == whole.headers[name]


@pytest.mark.parametrize("address", ["/resources/?page=99", "/resources/?page=x", "/nowhere/"])
def test_an_error_page_is_not_cached(client, address):
    make_resource()
    response = client.get(address)

    assert response.status_code in (400, 404)
    assert "ETag" not in response.headers
    assert page_cache.cached_pages.size == 0


@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/admin/login/"])
def test_a_page_that_is_not_public_has_no_validator(client, address):
    assert "ETag" not in client.get(address).headers


def test_the_cache_is_bounded_and_keeps_the_pages_used_last():
    cache = page_cache.PageCache()
    pages = [page_cache.CachedPage("text/html", b"x" * 100) for _ in range(10)]
    for number, page in enumerate(pages):
        cache.add(number, "tag", page, 300)
        cache.get(0, "tag")

    assert cache.size == 300
    assert list(cache.pages) == [8, 9, 0]
    assert cache.get(9, "another tag") is None


def test_a_page_larger_than_the_cache_is_not_cached():
    cache = page_cache.PageCache()
    cache.add("key", "tag", page_cache.CachedPage("text/html", b"x" * 301), 300)

    assert cache.size == 0
