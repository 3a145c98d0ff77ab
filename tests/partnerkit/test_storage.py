import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from django.core.management import call_command

from partnerkit.storage import StaticFilesStorage, compact, joined, with_layers_merged

SOURCES = {
    "css/site.css": '@layer base, components;\n@import "base.css";\n@import "parts/card.css";\n',
    "css/base.css": "/* paper */\n@layer base {\n  body { color: black; }\n}\n",
    "css/parts/card.css": '@layer components { .card { background: url("../../img/a.svg#b") } }',
    "img/a.svg": "<svg/>",
}


@pytest.fixture
def collect(settings, tmp_path):
    """Collect files, given as {name: text}; the folder they come to."""
    source, settings.STATIC_ROOT = tmp_path / "source", tmp_path / "static"
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    own = {"staticfiles": {"BACKEND": "partnerkit.storage.StaticFilesStorage"}}
    settings.STORAGES = settings.STORAGES | own

    def run(files):
        for name, text in files.items():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_text(text)
        call_command("collectstatic", interactive=False, verbosity=0)
        return settings.STATIC_ROOT

    return run


def collected_sheet(folder):
    return folder / staticfiles_storage.stored_name("css/site.css")


def test_a_page_asks_for_one_style_sheet_named_by_its_content(collect):
    sheet = collected_sheet(collect(SOURCES))

    assert re.fullmatch(r"site\.[0-9a-f]{12}\.css", sheet.name)
    text = sheet.read_text()
    assert text.startswith("@layer base,components;@layer base{body{color:black;}}")
    assert "@import" not in text


def test_a_joined_sheet_still_finds_the_pictures_it_names(collect):
    sheet = collected_sheet(collect(SOURCES))

    name = re.search(r'url\("(.+\.svg)#b"\)', sheet.read_text())[1]
    assert (sheet.parent / name).read_text() == "<svg/>"
    assert re.fullmatch(r"a\.[0-9a-f]{12}\.svg", Path(name).name)


def test_a_changed_part_renames_the_sheet(collect):
    before = collected_sheet(collect(SOURCES))
    after = collected_sheet(collect({"css/base.css": "@layer base { body { color: red; } }"}))

    assert before.name != after.name
    assert "color:red" in after.read_text()


def test_static_files_are_kept_compressed_too(collect):
    sheet = collected_sheet(collect({"css/site.css": "a { color: black }\n" * 50}))

    assert gzip.decompress(Path(f"{sheet}.gz").read_bytes()) == sheet.read_bytes()


def test_an_import_that_cannot_be_joined_is_an_error(collect):
    with pytest.raises(ValueError, match="one level deep"):
        collect(SOURCES | {"css/base.css": '@import "deeper.css";'})


def test_a_file_is_collected_whole_or_not_at_all(tmp_path):
    class Interrupted(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"half"
            raise KeyboardInterrupt

    storage = StaticFilesStorage(location=tmp_path)
    with pytest.raises(KeyboardInterrupt):
        storage.save("a.css", Interrupted(b"half a file"))

    assert not storage.exists("a.css")


@pytest.mark.parametrize(
    ("sheet", "shorter"),
    [
        ("a { b : c ; d: e }", "a{b :c ;d:e}"),
        ("a  >\n b , c{}", "a > b ,c{}"),
        ("a /* { */ b{}", "a b{}"),
        ("a/* glued */b{}", "a/* glued */b{}"),
        ("/* one */ /* two */a{}", " a{}"),
        ("a{} /* x */ b{} /* y */ c{}", "a{}b{}c{}"),
        ("a{width: calc(1px + 2px)}", "a{width:calc(1px + 2px)}"),
        ('a{content: "  { /* \\" */ ; "; }', 'a{content:"  { /* \\" */ ; ";}'),
        ("a{content: '; }'; }", "a{content:'; }';}"),
        ("a{b: url(data:x;  /*y*/ ); }", "a{b:url(data:x;  /*y*/ );}"),
        ("a{--empty: ; }", "a{--empty:;}"),
    ],
)
def test_only_needless_space_and_comments_go(sheet, shorter):
    assert compact(sheet) == shorter


def test_the_sites_own_sheet_loses_nothing_but_space_and_comments():
    source = Path(site_settings.BASE_DIR / "static")
    sheet = joined("css/site.css", lambda name: (source / name).read_text())

    def bare(text):
        return re.sub(r"\s|/\*.*?\*/", "", text, flags=re.DOTALL)

    assert bare(compact(sheet)) == bare(sheet)


@pytest.mark.parametrize(
    ("sheet", "shorter"),
    [
        ("@layer a{b{c:d}}@layer a{e{f:g}}@layer a{}", "@layer a{b{c:d}e{f:g}}"),
        ("@layer a{b{}}@layer c{b{}}@layer a{b{}}", "@layer a{b{}}@layer c{b{}}@layer a{b{}}"),
        ("@layer a,b;@layer a{c{}}@layer a{d{}}", "@layer a,b;@layer a{c{}}@layer a{d{}}"),
        ("a{}a{}@media print{@layer b{}@layer b{}}", "a{}a{}@media print{@layer b{}@layer b{}}"),
        ('@layer a{b{c:"}}@layer a{"}}@layer a{d{}}', '@layer a{b{c:"}}@layer a{"}d{}}'),
        ("@layer a{b{c:url(}x{)}}@layer a{d{}}", "@layer a{b{c:url(}x{)}d{}}"),
        ("@layer a{}@layer a{}@layer b;", "@layer a{}@layer b;"),
    ],
)
def test_neighbours_of_one_layer_become_one_block(sheet, shorter):
    assert with_layers_merged(sheet) == shorter


def test_a_page_asks_for_few_bytes_of_layers(collect):
    more = {"css/site.css": '@import "base.css";\n@import "more.css";\n'}
    more["css/more.css"] = "@layer base {\n  a { color: red; }\n}\n"
    sheet = collected_sheet(collect(SOURCES | more))

    assert sheet.read_text() == "@layer base{body{color:black;}a{color:red;}}"
