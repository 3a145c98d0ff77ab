"""All spellings of one address have the same key, and other pages have other keys."""

import pytest
from django.core import serializers
from hypothesis import given
from hypothesis import strategies as st

from resources.models import Resource
from resources.models.url_keys import KEY_LENGTH, url_key
from tests.make import make_organization, make_resource

pytestmark = pytest.mark.both_databases

PAGE = "https://example.org/guides/start?part=2&lang=es"


def stored_key(resource):
    return Resource.objects.values_list("url_key", flat=True).get(pk=resource.pk)


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/guides/start?part=2&lang=es",
        "https://www.example.org/guides/start?part=2&lang=es",
        "https://EXAMPLE.org./guides/start?part=2&lang=es",
        "https://example.org:443/guides/start?part=2&lang=es",
        "http://www.example.org:80/guides/start/?part=2&lang=es",
        "https://example.org/guides/start/?part=2&lang=es#page-4",
        "https://example.org/guides/start?lang=es&part=2",
        "https://example.org/guides/start?utm_source=mail&part=2&UTM_Medium=x&lang=es&fbclid=a",
        "https://example.org/guides/start?_hsmi=1&part=2&_ga=2.1&mc_cid=3&lang=es&MSCLKID=4",
        "https://example.org/guides/st%61rt?part=2&lang=es&",
        "  https://example.org/guides/./start?part=2&lang=es ",
    ],
)
def test_ways_to_write_one_address_have_one_key(address):
    assert url_key(address) == url_key(PAGE) == "example.org/guides/start?lang=es&part=2"


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/guides/Start?part=2&lang=es",
        "https://example.org/guides/start?part=3&lang=es",
        "https://example.org/guides/start",
        "https://example.org:8443/guides/start?part=2&lang=es",
        "https://sub.example.org/guides/start?part=2&lang=es",
        "https://example.org/guides/start?part=2&lang=es&ref=mail",
        "https://example.org/guides/start?part=2&lang=es&mc_item=7",
        "https://wwwexample.org/guides/start?part=2&lang=es",
        "",
    ],
)
def test_other_pages_have_other_keys(address):
    assert url_key(address) != url_key(PAGE)


def test_all_encodings_of_a_letter_have_one_key():
    assert url_key("https://example.org/a%c3%b1o") == url_key("https://example.org/a%C3%B1o")
    assert url_key("https://example.org/año") == url_key("https://example.org/a%C3%B1o")
    assert url_key("https://ñandú.example/") == url_key("http://xn--and-6ma2c.example")


def test_a_slash_written_as_a_character_is_no_separator():
    assert url_key("https://example.org/a%2fb") == url_key("https://example.org/a%2Fb")
    assert url_key("https://example.org/a%2fb") != url_key("https://example.org/a/b")


def test_a_long_key_is_short_enough_for_an_index_and_still_of_one_page():
    long = "https://example.org/" + "a/" * 900
    assert len(url_key(long)) <= KEY_LENGTH
    assert url_key(long) == url_key(long + "#part")
    assert url_key(long) != url_key(long + "b")


@given(st.text() | st.text(alphabet="htps:/[]@%?&#=.w1ñ\x00 ").map("http://{}".format))
def test_any_text_has_a_key(text):
    key = url_key(text)
    assert len(key) <= KEY_LENGTH
    assert url_key(text) == key


@pytest.mark.django_db
def test_the_address_stays_as_it_was_given_and_its_key_follows_it():
    resource = make_resource(url="http://www.Example.org/One/#top")
    assert stored_key(resource) == "example.org/One"

    resource = Resource.objects.get(pk=resource.pk)
    assert resource.url == "http://www.Example.org/One/#top"
    resource.url = "https://example.org/two"
    resource.save()
    assert stored_key(resource) == "example.org/two"


@pytest.mark.django_db
def test_records_made_in_bulk_have_keys():
    [resource] = Resource.objects.bulk_create(
        [Resource(slug="one", title_en="One", url=PAGE, organization=make_organization())]
    )
    assert stored_key(resource) == url_key(PAGE)

    resource.url = "https://example.org/two/"
    Resource.objects.bulk_update([resource], ["url", "url_key"])
    assert stored_key(resource) == "example.org/two"


@pytest.mark.django_db
@pytest.mark.parametrize("brought", [{}, {"url_key": "elsewhere"}])
def test_a_fixture_needs_no_key_and_cannot_bring_a_wrong_one(brought):
    resource = make_resource(url="https://example.org/one")
    [record] = serializers.serialize("python", [resource])
    assert record["fields"].pop("url_key") == "example.org/one"
    Resource.objects.filter(pk=resource.pk).update(url_key="")

    record["fields"] |= brought
    for read in serializers.deserialize("python", [record]):
        read.save()
    assert stored_key(resource) == "example.org/one"


@pytest.mark.django_db
def test_a_field_that_was_not_loaded_is_not_overwritten():
    resource = make_resource(url="https://example.org/one")
    part = Resource.objects.only("year").get(pk=resource.pk)
    part.year = 2009
    part.save()
    assert stored_key(resource) == part.url_key == "example.org/one"


@pytest.mark.django_db
@pytest.mark.usefixtures("kit")
def test_every_resource_of_the_kit_has_its_key():
    keys = Resource.objects.values_list("url", "url_key")
    assert all(key == url_key(url) for url, key in keys)
    assert Resource.objects.exclude(url_key="").exists()
