"""The shape of the house: who may import whom, and how large a piece may grow."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("partnerkit", "partnerships", "resources")
# Each may import itself and what stands after it.
MAY_IMPORT = {
    "partnerkit": {"partnerkit", "partnerships", "resources"},
    "partnerships": {"partnerships", "resources"},
    "resources": {"resources"},
}
# Inside resources: models know only models. Search stands on models and the journal. Links stand
# on those, and on history and publishing.
INNER = {
    "resources/models": ("resources.models",),
    "resources/search": (
        "resources.models",
        "resources.search",
        "resources.journal",
        "resources.batches",
        "resources.entry_kinds",
        "resources.history",
    ),
    "resources/links": (
        "resources.models",
        "resources.links",
        "resources.journal",
        "resources.batches",
        "resources.entry_kinds",
        "resources.search.analysis",
        "resources.history",
        "resources.publishing",
    ),
    "partnerships/models": ("resources.models", "partnerships.models"),
}
SHAPELESS_NAMES = {"utils", "helpers", "core", "common", "services"}
MODULES = [
    path
    for app in APPS
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts
]

MODULE_NAMES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in MODULES
}


def name_of(path):
    return str(path.relative_to(ROOT))


def imports_of(path):
    """Absolute names of ours that a module imports, wherever the import stands."""
    package = path.relative_to(ROOT).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            source = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                is_module = f"{source}.{alias.name}" in MODULE_NAMES
                yield f"{source}.{alias.name}" if is_module else source


def is_ours(name):
    return name.partition(".")[0] in APPS


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_apps_import_in_one_direction(path):
    app = path.relative_to(ROOT).parts[0]
    imported = {name.partition(".")[0] for name in imports_of(path) if is_ours(name)}

    assert imported <= MAY_IMPORT[app]


@pytest.mark.parametrize("folder", INNER)
def test_inner_layers_know_only_what_lies_below_them(folder):
    for path in (ROOT / folder).rglob("*.py"):
        ours = [name for name in imports_of(path) if is_ours(name)]
        assert all(name.startswith(INNER[folder]) for name in ours), (name_of(path), ours)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_stand_at_the_top(path):
    tree = ast.parse(path.read_text())
    functions = [
        n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    hidden = [
        node.lineno
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, (ast.Import, ast.ImportFrom))
    ]

    assert not hidden


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_pieces_stay_small(path):
    text = path.read_text()
    assert len(text.splitlines()) <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 40, node.name
    assert path.stem not in SHAPELESS_NAMES


def test_the_top_level_holds_only_what_belongs_there():
    allowed = {*APPS, "manage.py", "templates", "static", "fixtures", "tests", "docs", "benchmarks"}
    allowed |= {"pyproject.toml", "README.md", "LICENSE", "var", "uv.lock"}
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}

    assert found <= allowed


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("_*.html")), ids=name_of)
def test_a_fragment_says_what_it_expects(path):
    first = path.read_text().splitlines()[0]

    assert first.startswith("{# ")
    assert "Expects" in first
