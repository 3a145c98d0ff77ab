"""The shape of the house: who may import whom, how large a piece may grow, how it is worded.

Each test lists all offenders at once. `NAMES_DEFINED_TWICE` and `CLAUSES` may only fall.
"""

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

from django.apps import apps

from tests.dealing import SECONDS

ROOT = Path(__file__).resolve().parent.parent
APPS = ("partnerkit", "partnerships", "resources")
# Each may import itself and what stands after it.
MAY_IMPORT = {
    "partnerkit": {"partnerkit", "partnerships", "resources"},
    "partnerships": {"partnerships", "resources"},
    "resources": {"resources"},
}
# The layers inside resources, from the ground up (docs/architecture.md). A package may import
# itself and those of the layers below it. What is not listed stands on all of them.
LAYERS = [
    {"models"},
    {"batches", "entry_kinds"},
    {"history", "journal"},
    {"search"},
    {"merging", "publishing", "web"},
    {"directory", "importing", "links", "messages"},
    {"worklist"},
]
SHAPELESS_NAMES = {"utils", "helpers", "core", "common", "services"}
# How Python, templates and migrations name another app: a label, a URL, a template, a table.
NAME_OF_PARTNERSHIPS = re.compile(r"\bpartnerships[.:/_]\w")
# Functions and classes whose name more than one module defines.
NAMES_DEFINED_TWICE = 5
# Docstrings that begin with a clause instead of their subject.
CLAUSES = 25
OPENING_OF_A_CLAUSE = re.compile(r"(Who|What|Whether|Of|Where|Whoever|Whatever)\b")
PATH_IN_A_COMMENT = re.compile(r"[\w./]*\w/[\w./]*")
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


@cache
def tree_of(path):
    return ast.parse(path.read_text())


def functions_of(path):
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(tree_of(path)) if isinstance(node, kinds)]


def imports_of(path):
    """Absolute names of ours that a module imports, wherever the import stands."""
    package = path.relative_to(ROOT).parts[:-1]
    for node in ast.walk(tree_of(path)):
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


def test_apps_import_in_one_direction():
    offenders = [
        (name_of(path), name)
        for path in MODULES
        for name in imports_of(path)
        if is_ours(name)
        and name.partition(".")[0] not in MAY_IMPORT[path.relative_to(ROOT).parts[0]]
    ]

    assert offenders == []


def files_of_resources():
    folders = ("templates/resources", "templates/admin")
    templates = [path for folder in folders for path in (ROOT / folder).rglob("*.html")]
    modules = [
        path for path in (ROOT / "resources").rglob("*.py") if "migrations" not in path.parts
    ]
    return [*modules, *templates]


def test_resources_do_not_name_partnerships():
    naming = [
        (name_of(path), found[0])
        for path in files_of_resources()
        if (found := NAME_OF_PARTNERSHIPS.search(path.read_text()))
    ]

    assert naming == []


def test_resources_do_not_follow_relations_of_partnerships():
    models = apps.get_app_config("resources").get_models()
    relations = {
        relation.get_accessor_name()
        for model in models
        for relation in model._meta.related_objects
        if relation.related_model._meta.app_label == "partnerships"
    }
    names = "|".join(sorted(relations))
    queries = "all|filter|exclude|order_by|select_related|prefetch_related|count|exists"
    following = re.compile(rf"\b({names})__|\.({names})\.({queries})\(")
    offenders = [
        (name_of(path), found[0])
        for path in files_of_resources()
        if (found := following.search(path.read_text()))
    ]

    assert len(relations) > 3
    assert offenders == []


def test_partnerships_models_know_only_models():
    offenders = [
        (name_of(path), name)
        for path in (ROOT / "partnerships/models").rglob("*.py")
        for name in imports_of(path)
        if is_ours(name) and not name.startswith(("resources.models", "partnerships.models"))
    ]

    assert offenders == []


def test_a_layer_of_resources_imports_only_layers_below_it():
    above = set()
    offenders = []
    for layer in reversed(LAYERS):
        above |= layer
        for path in MODULES:
            package = ".".join(path.relative_to(ROOT).with_suffix("").parts[:2])
            if package in {f"resources.{name}" for name in layer}:
                forbidden = {f"resources.{name}" for name in above} - {package}
                offenders += [
                    (name_of(path), name)
                    for name in imports_of(path)
                    if ".".join(name.split(".")[:2]) in forbidden
                ]

    assert offenders == []


def test_imports_stand_at_the_top():
    offenders = [
        (name_of(path), node.lineno)
        for path in MODULES
        for function in functions_of(path)
        for node in ast.walk(function)
        if isinstance(node, (ast.Import, ast.ImportFrom))
    ]

    assert offenders == []


def test_pieces_stay_small():
    modules = {name_of(path): len(path.read_text().splitlines()) for path in MODULES}
    functions = {
        (name_of(path), function.name): function.end_lineno - function.lineno + 1
        for path in MODULES
        for function in functions_of(path)
    }

    assert {name: lines for name, lines in modules.items() if lines > 400} == {}
    assert {name: lines for name, lines in functions.items() if lines > 40} == {}
    assert [name_of(path) for path in MODULES if path.stem in SHAPELESS_NAMES] == []


def test_a_name_is_defined_in_one_module():
    places = defaultdict(set)
    for path in MODULES:
        for node in tree_of(path).body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                places[node.name].add(name_of(path))
    twice = {name: sorted(modules) for name, modules in places.items() if len(modules) > 1}

    assert len(twice) <= NAMES_DEFINED_TWICE, twice


def test_a_docstring_begins_with_its_subject():
    offenders = [
        f"{name_of(path)}: {docstring.splitlines()[0]}"
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and (docstring := ast.get_docstring(node))
        and OPENING_OF_A_CLAUSE.match(docstring)
    ]

    assert len(offenders) <= CLAUSES, offenders


def test_the_top_level_holds_only_what_belongs_there():
    allowed = {*APPS, "manage.py", "templates", "static", "fixtures", "tests", "docs", "benchmarks"}
    allowed |= {"pyproject.toml", "README.md", "LICENSE", "var", "uv.lock"}
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}

    assert found <= allowed


def test_a_fragment_says_what_it_expects():
    first_lines = {
        name_of(path): path.read_text().splitlines()[0]
        for path in sorted((ROOT / "templates").rglob("_*.html"))
    }
    offenders = [
        name
        for name, line in first_lines.items()
        if not (line.startswith("{# ") and "Expects" in line)
    ]

    assert offenders == []


def test_paths_in_comments_of_pyproject_exist():
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    paths = {
        found.rstrip(".")
        for line in lines
        for found in PATH_IN_A_COMMENT.findall(line.partition("#")[2])
    }

    assert len(paths) > 15
    assert {path for path in paths if not (ROOT / path).exists()} == set()


def test_ci_runs_the_test_command_of_the_readme():
    command = (ROOT / ".ci/run").read_text().splitlines()[-1]

    assert "pytest" in command
    assert command in (ROOT / "README.md").read_text().splitlines()


def test_no_test_module_is_a_library():
    offenders = [
        name_of(path)
        for path in (ROOT / "tests").rglob("*.py")
        if re.search(r"^(from|import) \S*\btest_", path.read_text(), re.MULTILINE)
    ]

    assert offenders == []


def test_paths_and_links_in_the_documents_exist():
    documents = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    tops = "|".join([*APPS, "tests", "templates", "static", "fixtures", "docs", "benchmarks"])
    code = re.compile(rf"`((?:{tops})/[\w./-]*)`")
    link = re.compile(r"\]\(([^)#:]+)\)")
    named = {
        *(
            (name_of(file), ROOT / path)
            for file in documents
            for path in code.findall(file.read_text())
        ),
        *(
            (name_of(file), file.parent / path)
            for file in documents
            for path in link.findall(file.read_text())
        ),
    }

    assert len(named) > 80
    assert {(file, str(path)) for file, path in named if not path.exists()} == set()


def test_modules_said_to_take_long_exist():
    assert [name for name in SECONDS if name.endswith(".py") and not (ROOT / name).exists()] == []
