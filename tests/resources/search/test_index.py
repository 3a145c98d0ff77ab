"""Parts of the index: labels from A to Z, growing arrays, and readers of old snapshots."""

import random
from dataclasses import replace
from itertools import chain, pairwise

import numpy as np
import pytest
from django.db import transaction

from resources import search
from resources.search.arrays import GrowingArray, GrowingSequences
from resources.search.documents import documents
from resources.search.results import intersecting_slices, sorted_slice
from resources.search.snapshot import build_snapshot
from resources.search.title_order import TitleOrder

from .random_data import RandomSelections, make_random_entries

pytestmark = pytest.mark.django_db


def assert_labels_stand_as(order, places):
    """`places` of all documents put in, in the order of the documents."""
    labels = order.labels.contents().tolist()
    label_of = dict(zip(places, labels, strict=True))
    assert [label_of[place] for place in places] == labels  # one place, one label
    in_order = [label_of[place] for place in sorted(label_of)]
    assert all(a < b for a, b in pairwise(in_order))


def always_between_the_same_two():
    """Each new title comes just before the last one and after all others."""
    return [("a", 0), ("b", 0), *((f"a{'b' * n}", n) for n in range(1, 300))]


def ever_nearer_to_the_first():
    return [("a", 0), ("b", 0), *((f"a{'0' * (300 - n)}1", n) for n in range(300))]


def from_two_sides():
    return [(f"{side}{n:04}", n) for n in range(200) for side in ("a", "b")][::-1]


SEQUENCES = {
    "ascending": [(f"title {n:04}", n) for n in range(300)],
    "descending": [(f"title {n:04}", n) for n in range(300, 0, -1)],
    "equal titles": [("same", n) for n in range(300)],
    "equal titles, later keys first": [("same", n) for n in range(300, 0, -1)],
    "the same place again and again": [("same", n % 3) for n in range(300)],
    "always between the same two": always_between_the_same_two(),
    "ever nearer to the first": ever_nearer_to_the_first(),
    "from two sides": from_two_sides(),
    "random": [(f"{n * 7919 % 101:03}", n * 31 % 7) for n in range(300)],
}


@pytest.mark.parametrize("name", SEQUENCES)
@pytest.mark.parametrize("known", [0, 1, 40])
def test_labels_compare_as_the_titles_do_in_whatever_order_they_come(name, known):
    places = SEQUENCES[name]
    first, later = list(dict.fromkeys(places[:known])), places[known:]
    places = first + later
    order = TitleOrder(first)

    for number, place in enumerate(later, start=len(first) + 1):
        order.append(place)
        if number % 50 == 0:
            assert_labels_stand_as(order, places[:number])
    assert_labels_stand_as(order, places)
    order.relabel()
    assert_labels_stand_as(order, places)


def test_a_reader_keeps_the_labels_it_holds_when_all_are_given_anew():
    order = TitleOrder([("a", 1), ("c", 2)])
    order.append(("b", 3))
    held = order.labels.values
    before = held[:3].tolist()
    for number in range(200):
        order.append((f"a{'b' * number}", number))

    assert held[:3].tolist() == before
    assert order.labels.values[:3].tolist() != before


def test_a_column_grows_and_leaves_a_reader_what_it_holds():
    column, held = GrowingArray(), []
    for number in range(3_000):
        if number % 100 == 0:
            held.append((column.values, number))
        column.extend([number * 2] if number % 7 else [number * 2, number * 2 + 1])
        held.append((column.values, column.size))
    expected = column.contents().tolist()

    for values, size in held:
        assert values[:size].tolist() == expected[:size]


@pytest.mark.parametrize("seed", range(20))
def test_sequences_together_are_the_sequences_one_after_another(seed):
    rng = random.Random(seed)  # noqa: S311 - the same every time
    known = [[rng.randrange(9) for _ in range(rng.choice([0, 1, 5]))] for _ in range(40)]
    sequences = GrowingSequences()
    for sequence in known:
        sequences.append(sequence)
    some = sorted(rng.sample(range(40), rng.choice([0, 1, 12, 40])))
    # Without spare room, as after loading.
    full = GrowingSequences(
        sequences.numbers.contents(), sequences.ends.contents()
    )  # as from the disk

    for stored in (sequences, full):
        numbers, owners = stored.concatenate(np.array(some, dtype=np.int64))
        assert numbers.tolist() == [n for document in some for n in known[document]]
        assert owners.tolist() == [document for document in some for _n in known[document]]
        assert [stored[document].tolist() for document in range(40)] == known


@pytest.mark.parametrize("seed", range(5))
def test_a_page_is_cut_out_of_a_long_list_as_if_all_of_it_had_been_sorted(seed):
    rng = random.Random(seed)  # noqa: S311 - the same every time
    labels = np.array(rng.sample(range(100_000), 3_000))
    documents = np.array(rng.sample(range(9_000), 3_000))
    in_order = documents[np.argsort(labels)].tolist()

    for start in [0, 1, 20, 1_500, 2_980, 2_999, 3_000, 4_000, *rng.sample(range(3_000), 20)]:
        assert sorted_slice(documents, labels, start, start + 20) == in_order[start : start + 20]


@pytest.mark.parametrize("seed", range(5))
def test_a_page_takes_its_part_of_each_set_it_reaches_into(seed):
    rng = random.Random(seed)  # noqa: S311 - the same every time
    sets = [[(n, i) for i in range(rng.choice([0, 1, 3, 40]))] for n in range(9)]
    whole = list(chain(*sets))

    for start in range(0, len(whole) + 9, 7):
        found = [
            documents[a:z] for documents, a, z in intersecting_slices(iter(sets), start, start + 10)
        ]
        assert list(chain(*found)) == whole[start : start + 10]
        assert all(found)


@pytest.fixture(scope="module")
def snapshot_and_documents(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        make_random_entries(random.Random(3), size=80)  # noqa: S311 - the same every time
        found = build_snapshot(), list(documents())
        transaction.set_rollback(True)
    return found


def all_of(selection, snapshot):
    """All parts of an answer."""
    found = search.find(selection, snapshot)
    matched = found.text_result and (found.text_result.dropped, found.text_result.corrections)
    return [key for key, _n in found[:]], found[:5], found.facets, matched


def changed(document, others, rng):
    """The document with texts, terms and the rest of other documents, so with no new word."""
    title, summary, terms, guides, year, status = (rng.choice(others) for _ in range(6))
    return replace(
        document,
        title=title.title,
        summary=summary.summary,
        terms=terms.terms,
        guides=guides.guides,
        reasons=guides.reasons,
        year=year.year,
        status=status.status,
    )


def test_a_reader_goes_on_in_its_moment_while_hundreds_of_entries_change(snapshot_and_documents):
    snapshot, known = snapshot_and_documents
    rng = random.Random(8)  # noqa: S311 - the same every time
    selections = RandomSelections(rng, snapshot.labels)
    asked = [selections.selection() for _ in range(120)]
    before = [all_of(selection, snapshot) for selection in asked]
    early = [search.find(selection, snapshot) for selection in asked]
    totals = [len(found) for found in early]

    keys = [document.pk for document in known]
    for _ in range(500):
        some = rng.sample(known, rng.choice([0, 1, 1, 3]))
        gone = rng.sample(keys, rng.choice([0, 0, 1]))
        edited = [changed(d, known, rng) for d in some if d.pk not in gone]
        snapshot.index.replace({*gone, *(d.pk for d in some)}, edited)

    now = [all_of(selection, snapshot) for selection in asked]
    assert now == before
    assert [[key for key, _n in found[:]] for found in early] == [keys for keys, *_ in before]
    assert totals == [len(keys) for keys, *_ in before]
    latest = replace(snapshot, listed=snapshot.index.listed, closed=snapshot.index.closed)
    assert [all_of(selection, latest) for selection in asked] != before
