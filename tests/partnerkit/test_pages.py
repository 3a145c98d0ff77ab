"""Home, the pages about the site, health and errors."""

from datetime import date

import pytest
from django.db import DatabaseError, connection

from tests.make import make_guide, make_recommendation, make_resource, make_term
from tests.pages import page, words

pytestmark = pytest.mark.django_db


def test_home_shows_the_resource_of_which_most_guides_recommend_a_part(client):
    once, twice = make_resource(title_en="Once"), make_resource(title_en="Twice")
    make_recommendation(make_guide(), once, locator_en="pp. 1–2")
    make_recommendation(make_guide(), twice, locator_en="pp. 3–4")
    make_recommendation(make_guide(), twice, locator_en="pp. 5–6")
    packet = words(page(client, "/").cssselect(".packet")[0])

    assert packet.startswith("Twice")
    assert "pp. 3–4" in packet
    assert "pp. 5–6" in packet


def test_home_shows_what_was_reviewed_lately_once_anything_was(client):
    make_recommendation(resource=make_resource(title_en="Newest", year=2026))
    assert "Newest in the directory" in words(page(client, "/"))

    make_resource(title_en="Reviewed", reviewed_on=date(2026, 11, 20))
    home = words(page(client, "/"))
    assert "Reviewed by a person lately" in home
    assert "Newest in the directory" not in home


def test_home_works_on_an_empty_database(client):
    assert client.get("/").status_code == 200


@pytest.mark.usefixtures("kit")
def test_home_leads_to_every_role_in_the_visitors_words(client):
    cards = page(client, "/es/").cssselect(".drawer a")

    assert len(cards) == 10
    assert words(cards[0]) == "Familia Estoy criando a un niño"
    assert cards[0].get("href") == "/es/roles/family/"


def test_topics_group_the_partners_as_the_kit_did(client):
    make_term(slug="alone")
    assert "Around the 2009 kit" in words(page(client, "/topics/"))


def test_health_needs_no_database_and_readiness_does(client, monkeypatch):
    assert client.get("/healthz").content == b"ok\n"
    assert client.get("/readyz").status_code == 200

    def fail():
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", fail)
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503


def test_a_server_error_answers_with_a_page_of_ours(client, monkeypatch):
    def fail():
        raise ZeroDivisionError

    monkeypatch.setattr("partnerkit.views.topic_groups", fail)
    client.raise_request_exception = False
    response = client.get("/es/?q=homework")

    assert response.status_code == 500
    assert b"<h1" in response.content
    assert b"notices" not in response.content  # the address is not to blame
    assert response["Content-Language"] == "es"


def test_the_address_alone_decides_the_language(client):
    english = client.get("/about/", headers={"accept-language": "es"})
    spanish = client.get("/es/about/", headers={"accept-language": "en"})

    assert english["Content-Language"] == "en"
    assert spanish["Content-Language"] == "es"
    assert "Accept-Language" not in english.get("Vary", "")
    assert b'<html lang="es">' in spanish.content


def test_a_missing_slash_leads_to_the_page(client):
    assert client.get("/resources").headers["Location"] == "/resources/"
