"""`import_resources` and `export_resources` work like the admin's pages."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from resources import batches
from resources.models import Resource
from tests.make import make_resource, make_term
from tests.resources.importing.files import csv_file, exported

pytestmark = pytest.mark.django_db


def run(*arguments, **options):
    out, errors = StringIO(), StringIO()
    call_command(*arguments, stdout=out, stderr=errors, **options)
    return out.getvalue()


@pytest.fixture
def file(tmp_path):
    def write(data):
        path = tmp_path / "list.csv"
        path.write_bytes(data)
        return str(path)

    return write


def test_a_file_is_only_compared_without_apply(file):
    make_resource(slug="one")
    path = file(csv_file(["one", "2009"], columns=["id", "year"]))
    assert "0 new, 1 changed, 0 unchanged, 0 refused" in run("import_resources", path)
    assert Resource.objects.get().year is None
    run("import_resources", path, apply=True)
    assert Resource.objects.get().year == 2009


def test_refused_rows_are_named_and_stop_the_import_unless_left_out(file):
    make_resource(slug="one"), make_resource(slug="two")
    path = file(csv_file(["one", "2009"], ["two", "09"], columns=["id", "year"]))
    out = StringIO()
    with pytest.raises(CommandError, match="leave-out-refused"):
        call_command("import_resources", path, apply=True, stdout=out, stderr=StringIO())
    assert "line 3, year: Give the year with four digits, such as 2007." in out.getvalue()
    assert not Resource.objects.exclude(year=None).exists()
    run("import_resources", path, apply=True, leave_out_refused=True)
    assert Resource.objects.get(slug="one").year == 2009


@pytest.mark.parametrize(
    ("data", "said"), [(b"", "The file is empty"), (b"id\n\xff\n", "line 2: A letter here")]
)
def test_a_file_that_cannot_be_used_ends_with_a_sentence(file, data, said):
    with pytest.raises(CommandError, match=said):
        run("import_resources", file(data))


def test_a_missing_file_ends_with_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        run("import_resources", str(tmp_path / "none.csv"))


@pytest.mark.parametrize("form", ["csv", "json"])
def test_an_export_is_the_catalogue_by_id_and_imports_unchanged(file, form):
    for slug in ("two", "one"):
        make_resource([make_term("topic", "arts")], slug=slug)
    text = run("export_resources", format=form)
    assert text.encode() == exported(form)
    path = file(text.encode())
    assert "0 new, 0 changed, 2 unchanged" in run("import_resources", path, format=form)


def test_topics_choose_what_is_exported():
    arts, sports, other = (make_term("topic", slug) for slug in ("arts", "sports", "other"))
    for slug, terms in {"a": [arts], "b": [arts, sports], "c": [other]}.items():
        make_resource(terms, slug=slug)
    lines = run("export_resources", topic=["arts", "sports"]).splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["a", "b"]
    with pytest.raises(CommandError, match="zzz"):
        run("export_resources", topic=["zzz"])


def test_long_work_reports_its_progress(monkeypatch):
    moments = iter([0.0, 1.0, 4.0, 5.0])
    monkeypatch.setattr(batches.time, "monotonic", lambda: next(moments))
    out = StringIO()
    tell = batches.Progress(out.write, "rows compared")
    tell(100, 0.1)
    tell(1000, 0.25)
    tell(1200, 0.3)
    assert out.getvalue() == "1,000 rows compared, 250 a second, 12 s left"
