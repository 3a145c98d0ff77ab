"""Reads the results of a search off a page, and makes something to find."""

from urllib.parse import urlencode

from lxml import html

from tests.make import (
    make_example,
    make_glossary_term,
    make_guide,
    make_organization,
    make_term,
)


def search(client, text, path="/resources/", **parameters):
    """The results part of a page."""
    query = urlencode({"q": text, **parameters}, doseq=True)
    response = client.get(f"{path}?{query}")
    assert response.status_code == 200
    return html.fromstring(response.content.decode()).get_element_by_id("results")


def words(element):
    return " ".join(element.text_content().split())


def said(results):
    return [words(line) for line in results.cssselect(".said p")]


def found(results):
    return [words(title) for title in results.cssselect("ol.sheet h3")]


def links(results):
    return [words(link) for link in results.cssselect("a")]


def make_lighthouses():
    """All there is about lighthouses, but no resource; answers the topic, one of its pages."""
    topic = make_term(slug="lighthouses", label_en="Lighthouses", label_es="Faros lighthouse")
    make_guide(topic)
    for _ in range(4):
        make_example(name_en="Lighthouse keepers", name_es="Los del lighthouse")
    make_organization(name="Friends of the lighthouse", description_en="x", description_es="x")
    make_glossary_term("Lighthouse keeper", expansion_en="Who keeps it", expansion_es="Quien cuida")
    return topic
