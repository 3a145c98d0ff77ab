"""The cache of fragments: bounded, filled once for each key, and dropped with its owner."""

import gc

from resources.web.fragments import FragmentCache


class Owner:
    """What fragments may depend on."""


def test_an_entry_is_made_once():
    cache, numbers = FragmentCache(max_entries=5), iter(range(9))

    assert [cache.get("key", next, numbers) for _ in range(3)] == [0, 0, 0]
    assert cache.get("other", next, numbers) == 1


def test_only_missing_entries_are_made():
    cache, asked = FragmentCache(max_entries=5), []

    def make(missing):
        asked.append(missing)
        return {key: key.upper() for key in missing if key != "gone"}

    assert cache.get_many(["a", "b"], make) == {"a": "A", "b": "B"}
    assert cache.get_many(["b", "gone", "c"], make) == {"b": "B", "c": "C"}
    assert asked == [["a", "b"], ["gone", "c"]]


def test_a_full_cache_drops_all_entries_and_gives_those_it_was_asked_for():
    cache = FragmentCache(max_entries=3)
    for number in range(3):
        cache.get(number, str, number)

    assert cache.get_many([1, 2, 3], lambda missing: {3: "3"}) == {1: "1", 2: "2", 3: "3"}
    assert cache.entries == {3: "3"}


def test_entries_end_with_the_owner_they_depend_on():
    cache, owner = FragmentCache(max_entries=3), Owner()
    cache.of(owner).get("key", str, 1)

    assert cache.of(owner) is cache.of(owner)
    assert cache.of(owner).entries == {"key": "1"}
    assert cache.of(Owner()).entries == {}
    del owner
    gc.collect()
    assert not cache.by_owner
