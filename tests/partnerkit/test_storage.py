import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from django.core.management import call_command
from rcssmin import cssmin

from partnerkit.storage import IMPORT, StaticFilesStorage, joined_imports

SOURCES = {
    "css/site.css": '@import "base.css";\n@import "parts/card.css" layer(components);\n',
    "css/base.css": "@layer base, components;\n/* paper */\n@layer base { a { color: red; } }\n",
    "css/parts/card.css": '.card { background: url("../../img/a.svg#b") }',
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
    assert text.startswith("@layer base,components;@layer base{a{color:red}}@layer components{")
    assert "@import" not in text


def test_a_joined_sheet_still_finds_the_pictures_it_names(collect):
    sheet = collected_sheet(collect(SOURCES))

    name = re.search(r'url\("(.+\.svg)#b"\)', sheet.read_text())[1]
    assert (sheet.parent / name).read_text() == "<svg/>"
    assert re.fullmatch(r"a\.[0-9a-f]{12}\.svg", Path(name).name)


def test_a_changed_part_renames_the_sheet(collect):
    before = collected_sheet(collect(SOURCES))
    after = collected_sheet(collect({"css/base.css": "@layer base { a { color: blue; } }"}))

    assert before.name != after.name
    assert "color:blue" in after.read_text()


def test_static_files_are_kept_compressed_too(collect):
    sheet = collected_sheet(collect(SOURCES | {"css/base.css": "a { color: black }\n" * 50}))

    assert gzip.decompress(Path(f"{sheet}.gz").read_bytes()) == sheet.read_bytes()


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"css/base.css": '@import "deeper.css";'}, "one level deep"),
        ({"css/site.css": '@import "base.css" print;'}, "nothing but lines like"),
        ({"css/site.css": '@import "base.css";\na { color: red; }'}, "nothing but lines like"),
    ],
)
def test_an_import_that_cannot_be_joined_is_an_error(collect, files, problem):
    with pytest.raises(ValueError, match=problem):
        collect(SOURCES | files)


def test_a_file_is_collected_whole_or_not_at_all(tmp_path):
    class Interrupted(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"half"
            raise KeyboardInterrupt

    storage = StaticFilesStorage(location=tmp_path)
    with pytest.raises(KeyboardInterrupt):
        storage.save("a.css", Interrupted(b"half a file"))

    assert not storage.exists("a.css")


def test_neighbours_of_one_layer_share_one_block():
    sheets = {
        "site.css": '@import "a.css" layer(x);\n@import "b.css" layer(x);\n'
        '@import "c.css";\n@import "d.css" layer(x);\n',
        "a.css": "a{}",
        "b.css": "b{}",
        "c.css": "c{}",
        "d.css": "d{}",
    }

    assert joined_imports("site.css", sheets.get) == "@layer x{a{}b{}}c{}@layer x{d{}}"


def test_only_the_tokens_name_a_colour():
    colour = re.compile(r"#[0-9a-f]{3,8}\b(?=[\s,;)])|\b(?:rgb|hsl|oklch)a?\(")
    sheets = (site_settings.BASE_DIR / "static/css").rglob("*.css")
    named = {sheet.name: colour.findall(sheet.read_text()) for sheet in sheets}

    assert named.pop("tokens.css")
    assert {name: colours for name, colours in named.items() if colours} == {}


def test_minifying_the_sites_own_sheets_changes_no_selector():
    """rcssmin would take a nested `a :focus`, which has a space before a colon, for `a:focus`."""
    source = Path(site_settings.BASE_DIR / "static")
    names = [name for name, _ in IMPORT.findall((source / "css/site.css").read_text())]
    sheets = {name: (source / "css" / name).read_text() for name in names}

    def spaces_before_colons(sheet):
        return len(re.findall(r"[^\s>+~,{;] +:", re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)))

    before = {name: spaces_before_colons(sheet) for name, sheet in sheets.items()}
    after = {name: spaces_before_colons(cssmin(sheet)) for name, sheet in sheets.items()}

    assert sum(before.values()) > 0
    assert after == before
