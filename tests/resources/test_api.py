"""`/api/v1/resources/`: the directory as JSON."""

import pytest
from lxml import html

from tests.make import make_recommendation, make_resource, make_term

pytestmark = pytest.mark.django_db


def ask(client, query="", status=200):
    response = client.get(f"/api/v1/resources/{query}")
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/json"
    return response.json()


def test_the_answer_has_the_shape_integrators_were_promised(client):
    resource = make_resource(terms=[make_term(slug="funding"), make_term("language", "es")])
    answer = ask(client)

    assert (answer["count"], answer["page"], answer["pages"]) == (1, 1, 1)
    assert answer["facets"]["topic"] == [
        {"slug": "funding", "label": "Funding", "count": 1, "selected": False}
    ]
    assert answer["facets"]["organization"][0]["slug"] == resource.organization.slug
    entry = answer["results"][0]
    assert entry["slug"] == resource.slug
    assert entry["title"] == resource.title_en
    assert entry["url"] == resource.url
    assert entry["page"] == f"/resources/{resource.slug}/"
    assert entry["link_state"] == "not-checked"
    assert entry["terms"] == {"topic": ["funding"], "language": ["es"]}


@pytest.mark.usefixtures("kit")
@pytest.mark.parametrize(
    "query", ["?q=attendance", "?topic=families&language=es", "?q=padres&sort=title&page=2", ""]
)
def test_it_gives_the_numbers_and_entries_of_the_page(client, query):
    answer = ask(client, query)
    page = html.fromstring(client.get(f"/resources/{query}").content)

    assert f"{answer['count']} resource" in page.cssselect("#results-h")[0].text_content()
    links = page.cssselect("#results ol > li h3 a")
    assert [entry["page"] for entry in answer["results"]] == [a.get("href") for a in links]
    boxes = {
        (box.get("name"), box.get("value")): box.xpath("string(../span[last()]/text()[1])")
        for box in page.cssselect(".facets input[type=checkbox]")
    }
    for facet, values in answer["facets"].items():
        for value in values:
            assert boxes.pop((facet, value["slug"])) == str(value["count"])
    assert not boxes


def test_labels_and_titles_are_in_the_language_of_the_address(client):
    make_resource(title_es="Guía", terms=[make_term(slug="funding")])
    answer = client.get("/es/api/v1/resources/").json()

    assert answer["results"][0]["title"] == "Guía"
    assert answer["facets"]["topic"][0]["label"] == "Funding (es)"


def test_what_it_could_not_use_is_said(client):
    make_resource(terms=[make_term(slug="funding")])

    assert "nonsense" in ask(client, "?topic=nonsense")["notices"][0]
    assert ask(client, "?page=abc", status=400)["notices"]
    assert ask(client, "?page=99", status=404)["page"] == 1
    assert ask(client, f"?q={'x' * 300}", status=400)["notices"]


def test_a_closed_or_hijacked_entry_gives_no_address_to_open(client):
    make_resource(title_en="Lighthouse", status="closed", closing_note_en="It ended.")

    assert ask(client, "?q=lighthouse")["results"][0]["url"] == ""


def test_an_answer_without_entries_is_still_whole(client):
    make_recommendation()
    answer = ask(client, "?q=xyzzyx")

    assert (answer["count"], answer["pages"], answer["results"]) == (0, 1, [])
