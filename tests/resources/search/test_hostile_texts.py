"""Anything typed is searched for as plain text: nothing is an error or a command."""

import pytest
from django.http import QueryDict

from resources import search
from resources.directory.filters import MAX_QUERY_LENGTH, ResourceFilterSet
from resources.search import Selection, Sort
from tests.make import make_resource

pytestmark = pytest.mark.django_db

ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
TEXTS = {
    "year with ñ": "año",
    "year without ñ": "ano",
    "sum": "C++",
    "quotation mark": '"',
    "empty quotation": '""',
    "operators": "AND OR NOT NEAR",
    "star": "*",
    "word and star": "fam*",
    "minus": "-",
    "two minus": "--",
    "minus and quotation mark": '-"',
    "minus and empty quotation": '-""',
    "only left out": "-school",
    "brackets": "(((",
    "as long as may be": "x" * MAX_QUERY_LENGTH,
    "many words": " ".join("abcdefghij" * 10),
    "many known words": "school family " * 14,
    "many quotation marks": '"' * MAX_QUERY_LENGTH,
    "many quotations": '"a"' * 66,
    "many minus": "-" * MAX_QUERY_LENGTH,
    "many words left out": "-a " * 66,
    "many words nearly known": "familee scholl " * 13,
    "emoji": "👩‍👧 school",
    "flag": "🇲🇽",
    "Arabic": "مدرسة الأسرة",
    "Chinese": "学校与家庭",
    "Hindi": "परिवार",
    "from right to left": "\u202eschool",
    "combining accents": "participacio\u0301n an\u0303o",
    "only accents": "\u0301\u0303\u0308",
    "a hundred accents": "a" + "\u0301" * 150,
    "zero width": ZERO_WIDTH.join("school"),
    "only zero width": ZERO_WIDTH,
    "field": "title:x",
    "boost and distance": "a:b^2~",
    "tsquery": "school & !family | <-> 'x':*",
    "SQL": "'; DROP TABLE resources_resource; --",
    "LIKE": "%_\\",
    "template": "{{ 7|add:7 }} {% now %} %(words)s %s",
    "markup": "<b>&amp;</b><script>",
    "Turkish letters": "İSTANBUL ılık",
    "ligature": "ﬁnance oﬃce",
    "wide letters": "ｓｃｈｏｏｌ",
    "mathematical letters": "𝓼𝓬𝓱𝓸𝓸𝓵",
    "apostrophe": "'",
    "apostrophes": "'’ʼ's ’s",
    "superscript": "x² ½ Ⅷ",
    "line breaks": "school\r\n\tfamily\u2028plan\x0b",
    "control characters": "\x01\x02\x1f\x7f\x85",
    "no character": "\ufffe\uffff\U0010ffff",
    "path": "../../etc/passwd",
}
REFUSED = {
    "too long": "x" * 10_000,
    "a little too long": "x" * (MAX_QUERY_LENGTH + 1),
    "null": "a\0b",
}
BYTES = ["%ED%A0%80", "school%ED%BF%BF", "%FF%FE", "%C0%80", "%F0%9F%98", "%", "%zz", "%u0041"]


@pytest.fixture(autouse=True)
def _something_to_find():
    make_resource(title_en="A school family plan", title_es="El año de la participación escolar")
    make_resource(title_en="Finance of an office in Istanbul", summary_en="C plus title x, a: b.")


def filterset_of(text):
    query = QueryDict(mutable=True)
    query["q"] = text
    return ResourceFilterSet(query)


def titles(text):
    return {resource.title_en for resource in filterset_of(text).result.resources(slice(20))}


@pytest.mark.parametrize("name", TEXTS)
def test_any_text_is_answered(client, name):
    filterset = filterset_of(TEXTS[name])
    found = filterset.result

    assert not filterset.is_malformed
    assert len(found[:]) == len(found) <= 2
    assert all(value.count >= 0 for facet in found.facets for value in facet.values)
    assert found.site_pages(3) is not None
    for language in ("", "/es"):
        assert client.get(f"{language}/resources/", {"q": TEXTS[name]}).status_code == 200


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_search_can_use_is_refused_with_a_page_that_says_so(client, name):
    response = client.get("/resources/", {"q": REFUSED[name]})

    assert filterset_of(REFUSED[name]).is_malformed
    assert response.status_code == 400
    assert "left" in filterset_of(REFUSED[name]).notices[0]
    assert "left" in response.content.decode()
    assert b"A school family plan" in response.content


@pytest.mark.parametrize("encoded", BYTES)
def test_bytes_that_are_no_text_are_read_as_well_as_can_be(client, encoded):
    assert client.get(f"/resources/?q={encoded}").status_code == 200


@pytest.mark.parametrize("text", ["\ud800", "a\udfff b", "school \udc80"])
def test_half_a_character_is_no_error(text):
    selection = Selection(text, sort=Sort.RELEVANCE)

    assert len(search.find(selection, search.current_snapshot())[:]) <= 1


@pytest.mark.parametrize(
    "text",
    [
        "school",
        "SCHOOL",
        "ｓｃｈｏｏｌ",
        "(school)",
        "school*",
        "school:*",
        "\u202eschool",
        "school 👩‍👧",
        '"school',
        "- school",
        "school -",
        "sch\u00adool",
        "school\u200b family",
        "\ufeffschool",
        "participacio\u0301n",
        "an\u0303o",
        "“school family”",
        "el año",
    ],
)
def test_signs_do_not_hide_what_the_words_find(text):
    assert titles(text) == {"A school family plan"}


@pytest.mark.parametrize("text", ["ﬁnance", "oﬃce", "ISTANBUL", "Istanbul’s", "İstanbul", "C++"])
def test_letters_of_other_keyboards_find_the_same_words(text):
    assert titles(text) == {"Finance of an office in Istanbul"}


@pytest.mark.parametrize(
    "text",
    ['"', '""', "*", "-", "--", '-"', '-""', "(((", "'", "’s", "👩‍👧", "\u0301", "%_", ZERO_WIDTH],
)
def test_a_text_without_words_finds_nothing(text):
    assert titles(text) == set()


def test_only_a_minus_before_a_word_leaves_out():
    assert titles("-school") == {"Finance of an office in Istanbul"}
    assert titles("--school") == {"Finance of an office in Istanbul"}
    assert titles("NOT school") == titles("school NOT") == {"A school family plan"}


def test_operators_of_other_search_engines_are_words():
    make_resource(title_en="Or so", title_es="Ya")

    assert titles("OR") == {"Or so"}
    assert titles("school AND finance") == titles("school finance")
