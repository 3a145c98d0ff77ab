"""Whatever stands in an address, a public page answers with a page that helps, never a fault."""

import pytest
from django.test import Client
from django.urls import get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resources.models import Resource, Vocabulary
from tests.environment import EXAMPLES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kit"), pytest.mark.both_databases]

LISTS = ["/resources/", "/topics/families/", "/topics/p-16-council/"]
FORMS = ["/suggest/", "/problem/", "/roles/family/problem/", "/organizations/wested/problem/"]
PAGES = [
    *LISTS,
    *FORMS,
    "/suggest/look-up/",
    *("/", "/topics/", "/roles/", "/roles/family/", "/organizations/", "/examples/", "/glossary/"),
    *("/get-involved/", "/history/", "/history/families/", "/about/", "/about/links/", "/privacy/"),
    *("/accessibility/", "/resources/community-tool-box/", "/organizations/wested/"),
    *("/examples/las-best-safety/", "/api/v1/resources/", "/healthz", "/readyz", "/robots.txt"),
]
AWKWARD = [
    "\0",
    "‮",
    "👩‍👧",
    "%",
    "&",
    "=",
    "#",
    "+",
    "'",
    '"',
    "<script>",
    "\n",
    "é",
    "ñ",
    "../",
    "x" * 10_000,
]
NAMES = [
    "q",
    "sort",
    "page",
    "topic",
    "role",
    "language",
    "need",
    "format",
    "colour",
    "csrfmiddlewaretoken",
]

texts = st.one_of(st.text(max_size=30), st.sampled_from(AWKWARD), st.integers().map(str))
pairs = st.tuples(st.one_of(st.sampled_from(NAMES), texts), texts)
slow_is_fine = settings(
    max_examples=25 * EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def is_a_page(response):
    is_for_programs = response["Content-Type"].startswith(("text/plain", "application/json"))
    return b"<h1" in response.content or is_for_programs


@slow_is_fine
@given(
    page=st.sampled_from(PAGES),
    language=st.sampled_from(["", "/es"]),
    query=st.lists(pairs, max_size=6),
    method=st.sampled_from(["get", "head", "post", "put", "delete"]),
)
def test_no_query_and_no_method_breaks_a_page(page, language, query, method):
    path = page if page in ("/healthz", "/readyz", "/robots.txt") else language + page
    encoded = "&".join(f"{quote(name)}={quote(value)}" for name, value in query)
    response = getattr(Client(), method)(f"{path}?{encoded}")

    assert response.status_code in statuses(page, method)
    assert is_a_page(response) or method == "head"
    assert not response.cookies


def statuses(page, method):
    """What may answer any query; a form that is sent empty says what is missing."""
    if method in ("get", "head"):
        return (200, 400, 404)
    return (422,) if method == "post" and page in FORMS else (405,)


def quote(text):
    return "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "surrogatepass"))


@slow_is_fine
@given(
    folder=st.sampled_from(["", "/es", *(f"/{name}" for name in ("resources", "topics", "roles"))]),
    rest=st.one_of(texts, st.binary(max_size=12)),
)
def test_no_path_breaks_the_site(folder, rest):
    encoded = "".join(f"%{b:02X}" for b in rest) if isinstance(rest, bytes) else quote(rest)
    response = Client().get(f"{folder}/x{encoded}/")

    assert response.status_code == 404
    assert is_a_page(response)


@pytest.mark.parametrize(
    "query", ["q=%ff%fe", "q=%", "%zz=%zz", "q=%E0%A4%A", "&&&===", "q=%C3%28"]
)
@pytest.mark.parametrize("page", LISTS)
def test_malformed_percent_encoding_is_read_as_text(client, page, query):
    assert client.get(f"{page}?{query}").status_code == 200


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("page=0", 404, "no such page"),
        ("page=-3", 404, "no such page"),
        ("page=abc", 400, "not the number of a page"),
        ("page=1.5", 400, "not the number of a page"),
        ("page=999999", 404, "no such page"),
        ("page=" + "9" * 5000, 400, "not the number of a page"),
        ("q=" + "x" * 10_000, 400, "at most 200 characters"),
        ("q=a%00b", 400, "character no text has"),
        ("topic=nonsense", 200, "nonsense"),
        ("colour=red", 200, "colour"),
        ("sort=sideways", 200, "sideways"),
        ("page=1&page=2", 200, "more than once"),
        ("topic=families&topic=families", 200, ""),
    ],
)
@pytest.mark.parametrize("page", LISTS[:2])
def test_the_page_says_what_it_left_out(client, page, query, status, said):
    response = client.get(f"{page}?{query}")

    assert response.status_code == status
    assert said in response.content.decode()


@pytest.mark.parametrize(
    "page", ["/", "/about/", "/roles/family/", "/resources/community-tool-box/"]
)
def test_a_page_without_parameters_says_that_it_left_them_out(client, page):
    assert b"colour" not in client.get(page).content
    assert "colour. We left it out." in client.get(f"{page}?colour=red").content.decode()


def test_thousands_of_parameters_are_refused_with_a_page(client):
    response = client.get("/resources/?" + "&".join(f"a{n}=1" for n in range(5000)))

    assert response.status_code == 400
    assert is_a_page(response)


@pytest.mark.parametrize("host", ["evil.example", "a b", "[::1", "x" * 300])
def test_a_foreign_host_name_is_refused_with_a_page(client, host):
    response = client.get("/", headers={"host": host})

    assert response.status_code == 400
    assert is_a_page(response)


def test_a_hostile_text_is_shown_as_text(client):
    response = client.get("/resources/", {"q": "<script>alert(1)</script>", "x<b>": "1"})

    assert b"<script>" not in response.content
    assert b"<b>x" not in response.content


def test_a_visitors_page_never_sets_a_cookie_nor_asks_for_another_origin(client):
    for page in PAGES:
        response = client.get(page)
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        assert "unsafe-" not in response["Content-Security-Policy"]


def test_every_address_without_a_slug_is_among_the_pages_tried():
    patterns = {str(pattern.pattern) for pattern in walk(get_resolver().url_patterns)}
    fixed = {pattern for pattern in patterns if "<" not in pattern}

    assert fixed == {page.lstrip("/") for page in PAGES} & fixed


def walk(patterns):
    """Every address of our own pages; the admin's are not public."""
    for pattern in patterns:
        if getattr(pattern, "app_name", None) == "admin":
            continue
        yield from walk(pattern.url_patterns) if hasattr(pattern, "url_patterns") else [pattern]


def test_the_kit_is_what_these_pages_show():
    assert Resource.objects.count() == 318
    assert Vocabulary.objects.facets().count() == 13
