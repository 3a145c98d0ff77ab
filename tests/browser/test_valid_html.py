"""Every page is valid HTML, says the Nu HTML checker (npm's `vnu-jar`, named by VNU_JAR)."""

import json
import os
import subprocess
from pathlib import Path

import pytest

# Safari takes a list without bullets for no list unless its role says so.
WANTED = {
    "The “list” role is unnecessary for element “ul”.",
    "The “list” role is unnecessary for element “ol”.",
}
PATIENCE = 300  # seconds for all pages


@pytest.fixture(scope="session")
def vnu_jar():
    path = os.environ.get("VNU_JAR")
    if not path and os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail("REQUIRE_BROWSER=1, and VNU_JAR does not name the Nu HTML checker.")
    return path or pytest.skip("VNU_JAR does not name the Nu HTML checker.")


def complaints(vnu_jar, folder):
    """(file name, message) for each thing the checker would change in the HTML of `folder`."""
    command = ["java", "-jar", vnu_jar, "--format", "json", "--stdout", "--exit-zero-always"]
    run = subprocess.run(
        [*command, folder], capture_output=True, text=True, check=True, timeout=PATIENCE
    )
    return [
        (Path(found["url"]).name, f"line {found.get('lastLine')}: {found['message']}")
        for found in json.loads(run.stdout)["messages"]
        if found["message"] not in WANTED
    ]


def test_every_page_is_valid(vnu_jar, pages, tmp_path):
    for number, page in enumerate(pages):
        (tmp_path / f"{number}.html").write_bytes(page.body)

    found = complaints(vnu_jar, tmp_path)

    assert [(pages[int(name.removesuffix(".html"))].address, text) for name, text in found] == []


def test_the_checker_finds_what_is_wrong(vnu_jar, tmp_path):
    page = '<!DOCTYPE html><html lang="en"><title>Broken</title><h1>Broken<p></h1><img src="a">'
    (tmp_path / "broken.html").write_text(page)

    assert len(complaints(vnu_jar, tmp_path)) >= 2
