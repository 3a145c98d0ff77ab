"""Reading files from spreadsheets and other programs, cut off or not a table at all."""

import io

import pytest

from resources.importing import csv_files, json_files
from resources.importing.errors import RefusedError
from resources.importing.read import FileLimits, read_rows

NAMES = ["id", "title_en", "url", "summary_en", "terms_topic"]
HEADER = b"id,title_en,url\r\n"
ROW = b"one,One,https://example.org/\r\n"


def cells(data, **options):
    return [row.cells for row in read_rows(io.BytesIO(data), NAMES, **options)]


def lines(data):
    return [row.line for row in read_rows(io.BytesIO(data), NAMES)]


def refusal(data, **options):
    """(code, line) of the refusal of a whole file."""
    with pytest.raises(RefusedError) as refused:
        list(read_rows(io.BytesIO(data), NAMES, **options))
    assert str(refused.value)
    return refused.value.remark.code, refused.value.remark.line


def row_problems(data):
    [row] = read_rows(io.BytesIO(data), NAMES)
    return [(problem.column, problem.code) for problem in row.problems]


ONE = [{"id": "one", "title_en": "Año; 1", "url": ""}]


@pytest.mark.parametrize(
    "text",
    [
        "id,title_en,url\r\none,Año; 1,\r\n",
        "id,title_en,url\none,Año; 1,",
        "id,title_en,url\rone,Año; 1,\r",
        '"id";"title_en";"url"\r\n"one";"Año; 1";""\r\n',
        "id\ttitle_en\turl\r\none\tAño; 1\t\r\n",
        'sep=;\r\nid;title_en;url\r\none;"Año; 1";\r\n',
        " ID , Title_EN,url\r\none,Año; 1,\r\n",
        "id,title_en,url,,\r\none,Año; 1,,,\r\n,,,,\r\n\r\n",
        "id,title_en,url\r\n# A comment,or an explanation,\r\none,Año; 1,\r\n",
        '[{"id": "one", "title_en": "Año; 1", "url": null}]',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_one_row_written_in_many_ways(text, encoding):
    assert cells(text.encode(encoding)) == ONE


def test_a_quoted_cell_holds_line_breaks_and_rows_know_their_lines():
    data = HEADER + b'one,"Two\nlines, ""quoted""",\r\ntwo,Two,\r\n'
    assert cells(data)[0]["title_en"] == 'Two\nlines, "quoted"'
    assert lines(data) == [2, 4]
    assert lines(b"sep=,\r\n" + data) == [3, 5]


def test_the_separator_is_what_makes_names_of_the_first_line():
    data = b'id;title_en\r\n"a";"b, c, d, e, f, g"\r\n'
    assert cells(data) == [{"id": "a", "title_en": "b, c, d, e, f, g"}]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", ("empty", None)),
        (b"\xef\xbb\xbf \r\n", ("empty", None)),
        (HEADER, ("no-rows", None)),
        (HEADER + b",,\r\n", ("no-rows", None)),
        (b"PK\x03\x04 and more", ("workbook", None)),
        ("id,url\r\na,b".encode("utf-16"), ("utf-16", None)),
        (HEADER + "one,Año,\r\n".encode("latin-1"), ("encoding", 2)),
        (HEADER + ROW * 9000 + b"x,\xff,\r\n", ("encoding", 9002)),
        (HEADER + b"one,O\0ne,\r\n", ("nul", 2)),
        (HEADER + b'one,"One,https://example.org/\r\ntwo,', ("cut-off", 2)),
        (HEADER + b'one,"One" or two,\r\n', ("quotes", 2)),
        (HEADER + ROW + b"two," + b"x" * 140_000 + b",\r\n", ("cell-too-long", 3)),
        (HEADER + b"x" * (1024 * 1024), ("line-too-long", 2)),
        (b"name,address\r\na,b\r\n", ("no-header", 1)),
        (ROW, ("no-header", 1)),
        (b"id,titel_en\r\na,b\r\n", ("unknown-column-like", 1)),
        (b"id,zzz\r\na,b\r\n", ("unknown-column", 1)),
        (b"id,,url\r\na,b,c\r\n", ("unknown-column", 1)),
        (b"id,url,ID\r\na,b,c\r\n", ("double-column", 1)),
        (b"title_en,summary_en\r\na,b\r\n", ("missing-column", 1)),
    ],
)
def test_a_csv_file_that_cannot_be_used_is_refused_with_its_line(data, expected):
    assert refusal(data) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"[]", ("no-rows", None)),
        (b"{}", ("json-no-list", 1)),
        (b'[\n{"id": "a"}\n{"id": "b"}]', ("json-no-list", 3)),
        (b'[{"id": "a"}] {}', ("json-no-list", 1)),
        (b'[{"id": "a"},\n7]', ("json-no-entry", 2)),
        (b'[{"id": "a"},\n', ("json-cut-off", 2)),
        (b'[{"id": "a"},\n{"id": "b', ("json-cut-off", 2)),
        (b'[{"id": "a"', ("json-cut-off", 1)),
        (b'[{"id": "a",\n"title_en": oh}' + b" " * 99, ("not-json", 2)),
        (b'[{"id": ' + b"9" * 5000 + b"}" + b" " * 99, ("not-json", 1)),
        (b'[{"id": "a"},\n' + b"[" * 100_000, ("json-too-deep", 2)),
        (b'[{"id": "' + b"x" * 3_000_000, ("json-too-long", 1)),
        (b'[{"id": "a", "id": "b"}]', ("double-column", 1)),
        (b'[{"id": "a"},\n{"id": "b", "titel_en": ""}]', ("unknown-column-like", 2)),
        (b'[{"title_en": "a"}]', ("missing-column", 1)),
        ('[{"id": "ñ"}]'.encode("latin-1"), ("encoding", 1)),
        ('[{"id": "a"},\n{"id": "ñ"}]'.encode("latin-1"), ("encoding", 2)),
    ],
)
def test_a_json_file_that_cannot_be_used_is_refused_with_its_line(data, expected):
    assert refusal(data) == expected


def test_a_file_beyond_the_limits_is_refused():
    assert refusal(HEADER + ROW * 3, limits=FileLimits(rows=2)) == ("too-many-rows", None)
    assert len(cells(HEADER + ROW * 2, limits=FileLimits(rows=2))) == 2
    assert refusal(HEADER + ROW, limits=FileLimits(megabytes=0)) == ("too-large", None)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (b"one,=1+1,\r\n", [("title_en", "formula")]),
        (b"one, @x,-2\r\n", [("title_en", "formula"), ("url", "formula")]),
        (b"one,One\r\n", [("", "too-few-cells")]),
        (b"one,One,,more\r\n", [("", "too-many-cells")]),
        (b"one,'=1+1,'plain\r\n", []),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_alone(row, expected):
    assert row_problems(HEADER + row) == expected


@pytest.mark.parametrize("value", ["1.5", "NaN", "{}", "[1]", "[[]]"])
def test_json_has_texts_numbers_flags_and_lists_of_texts(value):
    data = b'[{"id": 7, "title_en": true, "terms_topic": ["a", "b"], "url": %s}]' % value.encode()
    assert row_problems(data) == [("url", "not-text")]
    [found] = cells(data)
    assert found == {"id": "7", "title_en": "yes", "terms_topic": "a|b"}


@pytest.mark.parametrize("text", ["\\u0000", "\\ud83d"])
def test_json_texts_that_no_database_stores_are_refused(text):
    assert row_problems(b'[{"id": "%s"}]' % text.encode()) == [("id", "no-text")]


def test_json_is_read_in_pieces_wherever_they_end(monkeypatch):
    entry = b'{"id": "a\\u00f1", "title_en": "\\"x\\" \\ud83d\\ude00"}'
    data = b"[" + b",\n   ".join([entry, b'{"id": "b"}'] * 20) + b" " * 300 + b"]\n" + b" " * 300
    for length in range(len(entry), 3 * len(entry)):
        monkeypatch.setattr(json_files, "MAX_ENTRY_LENGTH", length)
        assert [row["id"] for row in cells(data)] == ["añ", "b"] * 20
        assert lines(data) == list(range(1, 41))


def test_a_json_entry_beyond_the_limit_is_refused_wherever_it_stands(monkeypatch):
    long = b'{"id": "' + b"x" * 90 + b'"}'
    monkeypatch.setattr(json_files, "MAX_ENTRY_LENGTH", len(long) - 1)
    for number in range(40):
        data = b"[" + b'{"id": "a"},\n' * number + long
        assert refusal(data + b"]") == ("json-too-long", number + 1)
        assert refusal(data + b',\n{"id": "a"}' * 40 + b"]") == ("json-too-long", number + 1)


def test_a_broken_json_entry_is_refused_with_its_line_wherever_it_stands(monkeypatch):
    monkeypatch.setattr(json_files, "MAX_ENTRY_LENGTH", 60)
    for number in range(40):
        data = b"[" + b'{"id": "a"},\n' * number + b'{"id":\noh}' + b',\n{"id": "a"}' * 20 + b"]"
        assert refusal(data) == ("not-json", number + 2)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1", "'=1"),
        ("'=1", "''=1"),
        ("''=1", "'''=1"),
        ("'tis", "'tis"),
        ("\tx", "'\tx"),
        (" -x", "' -x"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_an_export_disarms_formulas_with_an_apostrophe_that_an_import_removes(text, cell):
    assert csv_files.escape_cell(text) == cell
    assert csv_files.unescape_cell(cell) == text
