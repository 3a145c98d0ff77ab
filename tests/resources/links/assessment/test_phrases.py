"""The lists of phrases that curators keep: each can be reviewed, and each can match."""

import pytest

from resources.links.assessment import phrases
from resources.links.assessment.pages import plain_words

FILES = sorted(phrases.FOLDER.glob("*.txt"))
AS_WRITTEN = ("_other_scripts", "spam_host_", "link_shorteners", "platforms", "parking_sources")


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def path(request):
    return request.param


def is_compared_as_written(path):
    return any(part in path.stem for part in AS_WRITTEN)


def test_a_list_has_its_reason_on_top_and_only_there(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    blank = lines.index("")
    reason, listed = lines[:blank], lines[blank + 1 :]

    assert all(line.startswith("# ") for line in reason)
    assert len(" ".join(reason).split()) >= 10
    assert list(phrases.load_phrases(path.stem)) == listed


def test_a_list_is_sorted_and_has_no_phrase_twice(path):
    listed = list(phrases.load_phrases(path.stem))

    assert listed
    assert listed == sorted(set(listed))


def test_phrases_are_written_as_pages_are_compared(path):
    for phrase in phrases.load_phrases(path.stem):
        written = phrase if is_compared_as_written(path) else " ".join(plain_words(phrase))
        assert phrase == written.casefold().strip()


def test_every_list_is_used():
    source = "".join(path.read_text() for path in phrases.FOLDER.parent.glob("*.py"))

    assert [path.stem for path in FILES if f'load_phrases("{path.stem}")' not in source] == []
