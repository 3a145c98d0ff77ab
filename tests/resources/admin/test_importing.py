"""Import and export in the admin: a preview first, and only for roles with the permission."""

import csv
import io

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from resources.models import ImportPlan, Resource, Status
from tests.environment import EXAMPLES
from tests.make import make_organization, make_resource, make_term
from tests.resources.importing.files import csv_file

pytestmark = pytest.mark.django_db


def at(page, *keys):
    return reverse(f"admin:resources_resource_{page}", args=keys)


def upload(client, data, prefix="", name="list.csv"):
    file = SimpleUploadedFile(name, data)
    return client.post(prefix + at("import"), {"file": file}, follow=True)


def text_of(page):
    [content] = html.fromstring(page.content.decode()).cssselect("#content")
    return " ".join(" ".join(content.itertext()).split())


def apply(client, made, **sent):
    return client.post(at("import_apply", made.pk), sent, follow=True)


def downloaded(answer):
    return b"".join(answer.streaming_content)


@pytest.fixture
def bad_row(admin_client):
    """A preview with one row of each outcome."""
    office = make_organization(slug="office")
    make_resource(slug="one", title_en="One", organization=office, url="", status=Status.DRAFT)
    make_resource(slug="two", title_en="Two", organization=office, url="", status=Status.DRAFT)
    columns = ["id", "title_en", "organization", "url"]
    rows = [
        ["one", "One, changed", "office", ""],
        ["two", "Two", "office", ""],
        ["", "Three", "office", "https://example.org/3"],
        ["", "Four", "nobody", "nowhere"],
    ]
    return upload(admin_client, csv_file(*rows, columns=columns))


def test_a_preview_says_what_would_happen_to_each_row(bad_row):
    text = text_of(bad_row)
    assert "Nothing is written yet" in text
    for said in ("new: 1", "changed: 1", "unchanged: 1", "refused: 1"):
        assert said in text
    assert "Line 2 · changed · One, changed (one)" in text
    assert "Title Old: One New: One, changed" in text
    assert "Publisher: No organization has the slug “nobody”. Add it first." in text
    assert Resource.objects.count() == 2


def test_a_preview_speaks_the_readers_language(admin_client):
    page = upload(admin_client, csv_file(["one", "Á", "nadie", "", ""]), prefix="/es")
    assert "Ninguna organización tiene el identificador «nadie»" in text_of(page)


def test_applying_needs_consent_to_leave_out_refused_rows_and_happens_once(admin_client, bad_row):
    made = ImportPlan.objects.get()
    page = apply(admin_client, made)
    assert page.status_code == 409
    assert "Some rows are refused" in text_of(page)
    assert Resource.objects.count() == 2

    page = apply(admin_client, made, leave_out_refused="yes")
    assert "This is what it changed" in text_of(page)
    assert set(Resource.objects.values_list("title_en", flat=True)) == {
        "One, changed",
        "Two",
        "Three",
    }
    made.refresh_from_db()
    assert made.applied_by == page.wsgi_request.user
    assert "applied already" in text_of(apply(admin_client, made, leave_out_refused="yes"))


def test_entries_that_changed_since_are_named_and_nothing_is_written(admin_client, bad_row):
    Resource.objects.filter(slug="one").update(title_en="Somebody else's")
    page = apply(admin_client, ImportPlan.objects.get(), leave_out_refused="yes")
    assert page.status_code == 409
    [alert] = html.fromstring(page.content.decode()).cssselect("[role=alert] li")
    assert alert.text_content() == "one"
    assert Resource.objects.count() == 2


def test_a_file_that_cannot_be_used_is_answered_with_its_line(admin_client):
    page = upload(admin_client, b"id\nok\n\xff\n")
    assert "Line 3: A letter here is not UTF-8" in text_of(page)
    assert "The file is empty" in text_of(upload(admin_client, b""))
    assert not ImportPlan.objects.exists()


def test_a_long_preview_has_pages_of_the_same_cost(admin_client, django_assert_max_num_queries):
    upload(admin_client, csv_file(*([f"r{n}", f"R {n}", "x", "", ""] for n in range(120))))
    address = at("import_plan", ImportPlan.objects.get().pk)
    with django_assert_max_num_queries(14):
        page = admin_client.get(address, {"p": 3, "show": "refused"})
    assert "Line 102 ·" in text_of(page)
    assert "Page 3 of 3" in text_of(page)
    assert admin_client.get(address, {"p": "x", "show": "zzz"}).status_code == 200


def test_the_template_names_and_explains_every_column_and_imports_nothing(admin_client):
    make_term("topic", "arts")
    data = downloaded(admin_client.get("/es" + at("import_template")))
    names, explained = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert {"id", "title_es", "terms_topic", "organization"} <= set(names)
    assert all(explained)
    assert "borradores" in explained[0]
    assert "column names but no rows" in text_of(upload(admin_client, data))


# Export


def test_the_list_as_it_is_filtered_is_exported(admin_client):
    arts = make_term("topic", "arts")
    make_resource([arts], slug="a"), make_resource([arts], slug="b", status=Status.DRAFT)
    make_resource(slug="c")
    page = admin_client.get(at("changelist"), {"topic": "arts", "status__exact": "published"})
    links = html.fromstring(page.content.decode()).cssselect(".object-tools a[download]")
    assert [link.text_content() for link in links] == [
        "Export this list as CSV",
        "Export this list as JSON",
    ]
    answer = admin_client.get(links[0].get("href"))
    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(downloaded(answer).decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == ["a"]


def test_an_export_imports_without_a_change(admin_client):
    make_resource([make_term("topic", "arts")], title_en="=1+1")
    for form in ("csv", "json"):
        data = downloaded(admin_client.get(at("export", form)))
        assert "unchanged: 1" in text_of(upload(admin_client, data))


def test_an_export_with_an_unknown_format_or_filter(admin_client):
    assert admin_client.get(at("export", "xlsx")).status_code == 404
    assert admin_client.get(at("export", "csv") + "?zzz__in=1").status_code == 302


# Who may


@pytest.fixture
def contributor(client):
    user = User.objects.create(username="ana", is_staff=True)
    user.groups.add(Group.objects.get(name="contributor"))
    client.force_login(user)
    return client


def test_users_without_the_permission_learn_which_roles_have_it(contributor):
    made = ImportPlan.objects.create(file_name="list.csv", is_finished=True)
    pages = [at("import"), at("import_template"), at("import_plan", made.pk), at("export", "csv")]
    for address in pages:
        answer = contributor.get(address)
        assert answer.status_code == 403
        assert "Curator" in answer.content.decode()
    assert contributor.post(at("import_apply", made.pk)).status_code == 403
    assert upload(contributor, b"id\none\n").status_code == 403
    tools = contributor.get(at("changelist")).content.decode()
    assert at("import") not in tools
    assert at("export", "csv") not in tools


def test_nothing_is_applied_by_opening_an_address(admin_client, bad_row):
    assert admin_client.get(at("import_apply", ImportPlan.objects.get().pk)).status_code == 405
    assert Resource.objects.count() == 2


def test_a_plan_that_is_not_finished_or_not_there_has_no_page(admin_client):
    begun = ImportPlan.objects.create(file_name="list.csv")
    for key in (begun.pk, begun.pk + 1):
        assert admin_client.get(at("import_plan", key)).status_code == 404
        assert admin_client.post(at("import_apply", key)).status_code == 404


def test_any_bytes_are_answered_with_a_page(admin_client):
    quick = settings(
        max_examples=10 * EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck)
    )
    parts = st.sampled_from(
        [b"id", b"title_en", b",", b";", b'"', b"\n", b"[", b"{", b"=", b"\xff"]
    )

    @quick
    @given(st.binary() | st.lists(parts | st.binary(max_size=4)).map(b"".join), st.text())
    def check(data, name):
        assert upload(admin_client, data, name=f"x{name}").status_code == 200

    check()
