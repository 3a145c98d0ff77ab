"""Parsing of what a visitor typed into words, phrases and exclusions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.search.analysis import fold, folded_words, sorting_key, stem, tokenize
from resources.search.query import Query, parse, replace_word, significant_positions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Query()),
        ("   ", Query()),
        ("Family ENGAGEMENT", Query(words=("family", "engagement"))),
        ("tutoría después", Query(words=("tutoría", "después"))),
        ('"school plan" parents', Query(words=("parents",), phrases=(("school", "plan"),))),
        ("“school plan”", Query(phrases=(("school", "plan"),))),
        ("«plan escolar»", Query(phrases=(("plan", "escolar"),))),
        ("„plan“", Query(phrases=(("plan",),))),
        ('"', Query()),
        ('""', Query()),
        ('"" school', Query(words=("school",))),
        ('school "plan', Query(words=("school", "plan"))),
        ('"school plan" "family', Query(words=("family",), phrases=(("school", "plan"),))),
        ("plan -school", Query(words=("plan",), excluded=(("school",),))),
        ('plan -"school year"', Query(words=("plan",), excluded=(("school", "year"),))),
        ("plan -school-wide", Query(words=("plan",), excluded=(("school", "wide"),))),
        ("after-school", Query(words=("after", "school"))),
        ("plan - school", Query(words=("plan", "school"))),
        ("-", Query()),
        ("--", Query()),
        ('-"', Query()),
        ('-""', Query()),
        ("--school", Query(excluded=(("school",),))),
        ('plan"school"', Query(words=("plan",), phrases=(("school",),))),
        ("AND OR NOT", Query(words=("and", "or", "not"))),
        ("C++ K-12", Query(words=("c", "k", "12"))),
        ("title:x a:b^2~", Query(words=("title", "x", "a", "b", "2"))),
        ("mayor's children’s parentsʼ", Query(words=("mayor", "children", "parents"))),
        ("(((plan)))*", Query(words=("plan",))),
        ("snake_case", Query(words=("snake", "case"))),
    ],
)
def test_what_is_no_sign_is_plain_text(text, expected):
    assert parse(text) == expected


@given(st.text(alphabet=st.one_of(st.sampled_from("\"“-' \tabñé\u0301"), st.characters())))
def test_no_word_typed_is_lost_or_made_up(text):
    query = parse(text)
    found = [*query.words, *(w for p in (*query.phrases, *query.excluded) for w in p)]

    assert sorted(found) == sorted(tokenize(text))
    assert query.is_empty == (not found)


@given(st.text())
def test_words_are_the_same_however_their_letters_are_put_together(text):
    assert all(fold(word) == fold(fold(word)) for word in tokenize(text))
    assert sorting_key(text) == sorting_key(text)
    for word in tokenize(text):
        assert stem(word, "en") == stem(word, "en")
        assert "\0" not in fold(word)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("participación", "participacio\u0301n"),
        ("año", "an\u0303o"),
        ("AÑO", "año"),
        ("ﬁnance", "finance"),
        ("Straße", "strasse"),
        ("ｆａｍｉｌｙ", "family"),
    ],
)
def test_two_ways_to_write_a_word_are_one(one, other):
    assert folded_words(one) == folded_words(other)


def test_enye_is_a_letter_of_its_own_and_an_accent_is_not():
    assert folded_words("año niño") == ["año", "niño"]
    assert folded_words("mamá pingüino") == ["mama", "pinguino"]
    titles = ["nz", "ña", "o", "na", "Nube", "ñu"]
    assert sorted(titles, key=sorting_key) == ["na", "Nube", "nz", "ña", "ñu", "o"]


def test_all_words_are_significant_if_all_are_stop_words():
    assert significant_positions(("help", "for", "parents")) == [2]
    assert significant_positions(("to", "be", "or", "not")) == [0, 1, 2, 3]
    assert significant_positions(("cómo", "está", "también")) == [0, 1, 2]
    assert significant_positions(()) == []


@pytest.mark.parametrize(
    ("text", "word", "replacement", "expected"),
    [
        ("colege plan", "colege", "college", "college plan"),
        ("COLEGE Plan", "colege", "college", "college Plan"),
        ("colege -colege", "colege", "college", "college -college"),
        ("coleges colege", "colege", "college", "coleges college"),
        ("“parent's colege”", "colege", "college", "“parent college”"),
        ("nothing here", "colege", "college", "nothing here"),
        ("an\u0303o colege", "colege", "college", "año college"),
    ],
)
def test_a_word_is_replaced_where_it_stands(text, word, replacement, expected):
    assert replace_word(text, word, replacement) == expected
