"""How similar pages are, and that the thresholds lie where no page of the farm does."""

from dataclasses import replace

import pytest

from resources.links.assessment.fingerprints import (
    Fingerprint,
    fingerprint_page,
    has_changed_much,
    is_same_page,
    is_unrelated,
    similarity,
)
from resources.links.assessment.pages import read_page
from tests.resources.links.assessment.farm.living import LIVING
from tests.resources.links.fetch_results import ADDRESS, answer, html

from .farm import FARM, designs


def of(response):
    return fingerprint_page(read_page(response.answer, ADDRESS), len(response.body))


def of_words(*words, blatant_category=""):
    page = read_page(answer(html("A page", f"<p>{' '.join(words)}")), ADDRESS)
    return fingerprint_page(page, None, blatant_category=blatant_category)


def words(stem, number):
    return [f"{stem}{n}" for n in range(number)]


def file_of(size):
    return Fingerprint("", "", size)


def with_paragraphs_of(text, other, number):
    paragraphs = (*text.paragraphs[:-number], *other.paragraphs[:number])
    return of(designs.modern(replace(text, paragraphs=paragraphs)))


def pairs_of_texts():
    """Pairs of texts in one language, of three paragraphs or more."""
    texts = [text for text in LIVING.values() if len(text.paragraphs) >= 3]
    for text, other in zip(texts, texts[1:] + texts[:1], strict=True):
        if text.lang == other.lang:
            yield text, other


def test_one_new_paragraph_in_three_is_no_great_change_and_two_are():
    pairs = list(pairs_of_texts())
    for text, other in pairs:
        then, third = of(designs.modern(text)), len(text.paragraphs) // 3
        assert not has_changed_much(with_paragraphs_of(text, other, third), then)
        assert has_changed_much(with_paragraphs_of(text, other, len(text.paragraphs) - third), then)
    assert len(pairs) >= 20


EDITED = ("news", "edited", "redesign")
REWRITTEN = ("rewritten", "new_domain")


def test_pages_of_the_farm_are_similar_or_unrelated_and_nowhere_between():
    found = {"edited": [], "rewritten": [], "taken over": []}
    for case in FARM:
        end = case.name.rpartition("/")[2]
        kind = "edited" if end in EDITED else "rewritten" if end in REWRITTEN else None
        kind = "taken over" if case.label == "taken-over" and end != "cloned" else kind
        if kind and case.before and (now := of(case.response)).words:
            found[kind].append(similarity(now, of(case.before)))

    assert min(found["edited"]) > 0.7
    assert max(found["rewritten"] + found["taken over"]) < 0.2
    assert all(len(likes) >= 14 for likes in found.values())


def test_what_changes_by_itself_makes_no_difference():
    """Dates, counters, and the words of every page."""
    then = of_words(*words("class", 40), "on", "the", "3", "2026", "of", "ab")

    assert (
        similarity(of_words(*words("class", 40), "y", "los", "17", "2027", "se", "xy"), then) == 1
    )


@pytest.mark.parametrize("kept", [0.25, 0.5, 0.75])
def test_the_similarity_of_long_pages_is_estimated_from_a_sample(kept):
    """Each has 2,000 words, and both share this part of them."""
    same = words("class", int(2000 * kept))
    one = of_words(*same, *words("bread", 2000 - len(same)))
    other = of_words(*same, *words("rolls", 2000 - len(same)))

    assert similarity(one, other) == similarity(other, one)
    assert similarity(one, other) == pytest.approx(kept / (2 - kept), abs=0.1)
    assert len(one.words) == 128 * 6


@pytest.mark.parametrize(
    ("common", "is_same", "has_changed", "unrelated"),
    [
        (6, False, True, True),
        (12, False, True, False),
        (36, False, True, False),
        (39, False, False, False),
        (42, True, False, False),
        (60, True, False, False),
    ],
)
def test_shared_words_out_of_sixty_decide_between_the_thresholds(
    common, is_same, has_changed, unrelated
):
    then = of_words(*words("class", 60))
    now = of_words(*words("class", common), *words("bread", 60 - common))

    assert is_same_page(now, then) == is_same
    assert has_changed_much(now, then) == has_changed
    assert is_unrelated(now, then) == unrelated


def test_files_are_compared_by_size():
    pdf = read_page(answer(b"%PDF-1.7", content_type="application/pdf"), ADDRESS)
    assert fingerprint_page(pdf, 200) == file_of(200)
    assert similarity(file_of(50), file_of(200)) == similarity(file_of(200), file_of(50)) == 0.25
    assert similarity(file_of(0), file_of(200)) == 1  # an unknown size


def test_pages_of_few_words_are_unrelated_to_none():
    long, short = of_words(*words("class", 40)), of_words(*words("bread", 20))

    assert is_unrelated(of_words(*words("bread", 40)), long)
    assert is_unrelated(short, long, 20)
    assert not is_unrelated(short, long)
    assert not is_unrelated(long, short)
    assert not is_unrelated(file_of(90), long)
    assert not is_unrelated(long, file_of(90))


def test_a_page_with_spam_added_is_no_longer_the_same():
    was, sells_loans = (
        of_words(*words("class", 40)),
        of_words(*words("class", 40), blatant_category="loans"),
    )
    bets = of_words(*words("class", 40), blatant_category="gambling")

    assert is_same_page(was, was)
    assert not is_same_page(sells_loans, was)
    assert is_same_page(sells_loans, sells_loans)
    assert is_same_page(was, sells_loans)
    assert not is_same_page(bets, sells_loans)


def test_a_file_is_never_the_same_page():
    assert not is_same_page(file_of(90), file_of(90))
