"""The word-by-word difference of random texts, and of texts too long to compare."""

import time

from hypothesis import given
from hypothesis import strategies as st

from resources.history.text_diff import word_diff

TEXTS = st.lists(
    st.sampled_from(["one", "two,", "three.", "four;", "“five”", "\n", "six’s", "á"])
).map(" ".join)


def squeezed(text):
    return "".join(text.split())


@given(TEXTS, TEXTS)
def test_the_pieces_make_up_both_texts(old, new):
    pieces = word_diff(old, new)

    for text, other in [(old, "in"), (new, "out")]:
        kept = "".join(piece.text for piece in pieces if piece.kind != other)
        assert squeezed(kept) == squeezed(text)


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text):
    assert all(piece.kind == "same" for piece in word_diff(text, text))


def test_whole_words_are_marked():
    pieces = word_diff("They met weekly, in May.", "They meet weekly, in May.")

    assert [(p.kind, p.text.strip()) for p in pieces] == [
        ("same", "They"),
        ("out", "met"),
        ("in", "meet"),
        ("same", "weekly, in May."),
    ]


def test_texts_of_any_length_are_compared_at_once():
    old = " ".join(f"old{n} same" for n in range(50_000))
    new = " ".join(f"new{n} same" for n in range(50_000))
    begin = time.monotonic()
    pieces = word_diff(f"Begin {old} end", f"Begin {new} end")

    assert time.monotonic() - begin < 5
    assert [p.kind for p in pieces] == ["same", "out", "in", "same"]
