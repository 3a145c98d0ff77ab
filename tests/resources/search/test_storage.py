"""The index on disk: what is loaded is what was saved, and a damaged file is ignored."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import transaction

from resources import search
from resources.search import storage
from resources.search.snapshot import build_snapshot
from resources.search.sync import IndexSync

from .oracle import Oracle, check
from .random_data import RandomSelections, make_random_entries

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def random_entries(django_db_setup, django_db_blocker):
    """(a snapshot, the oracle) of the same random entries, which the database forgets."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_random_entries(random.Random(12), size=40)  # noqa: S311 - the same every time
        found = build_snapshot(), Oracle()
        transaction.set_rollback(True)
    return found


@pytest.fixture
def saved(random_entries, settings, tmp_path):
    """The snapshot whose index is on disk."""
    settings.VAR_DIR = tmp_path
    snapshot, _oracle = random_entries
    storage.save_index(snapshot.index, "head", "position")
    return snapshot


def test_a_loaded_index_answers_as_the_one_that_was_saved(saved, random_entries):
    snapshot, oracle = random_entries
    stored = storage.load_index()
    index = stored.index
    again = replace(snapshot, index=index, listed=index.listed, closed=index.closed)
    rng = random.Random(1)  # noqa: S311 - the same every time
    selections = RandomSelections(rng, snapshot.labels)

    assert (stored.head, stored.position) == ("head", "position")
    for _ in range(300):
        selection = selections.selection()
        check(search.find(selection, again), oracle.answer(selection), rng)


def test_saving_a_loaded_index_writes_the_same_file(saved):
    index = storage.load_index().index
    arrays, again = storage.index_to_arrays(saved.index), storage.index_to_arrays(index)

    assert {name: a.tobytes() for name, a in again.items()} == {
        name: a.tobytes() for name, a in arrays.items()
    }


def test_an_index_without_entries_can_be_loaded(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    storage.save_index(storage.Index(), "head", "position")
    index = storage.load_index().index

    assert index.size == 0
    assert not index.listed | index.closed
    assert index.number_of(1) is None


def test_without_a_file_there_is_none(settings, tmp_path):
    settings.VAR_DIR = tmp_path

    assert storage.load_index() is None


@pytest.mark.parametrize("twentieths", range(20))
def test_a_file_cut_short_is_none(saved, twentieths):
    whole = storage.index_path().read_bytes()
    storage.index_path().write_bytes(whole[: len(whole) * twentieths // 20])

    assert storage.load_index() is None


def test_a_file_with_one_bit_turned_is_none_or_says_the_same(saved):
    whole, expected = storage.index_path().read_bytes(), storage.index_to_arrays(saved.index)
    rng = random.Random(6)  # noqa: S311 - the same every time
    directory = whole.index(b"PK\x01\x02")  # the directory at the end, where one bit matters most
    places = rng.choices(range(len(whole)), k=200)
    places += rng.choices(range(directory, len(whole)), k=300)

    for place in places:
        turned = bytearray(whole)
        turned[place] ^= 1 << rng.randrange(8)
        storage.index_path().write_bytes(turned)
        if found := storage.load_index():
            again = storage.index_to_arrays(found.index)
            assert all(again[name].tobytes() == a.tobytes() for name, a in expected.items()), place


@pytest.mark.parametrize(
    "content", [b"PK", b"\0" * 5_000, b"text\n" * 100, b"\x93NUMPY\x01\x00v\x00"]
)
def test_a_file_that_is_something_else_is_none(settings, tmp_path, content):
    settings.VAR_DIR = tmp_path
    storage.index_path().write_bytes(content)

    assert storage.load_index() is None


def test_a_folder_in_place_of_the_file_is_ignored_and_logged_when_saving(saved, caplog):
    storage.index_path().unlink()
    storage.index_path().mkdir()

    assert storage.load_index() is None
    caplog.clear()
    storage.save_index(saved.index, "head", "position")
    assert "Could not save" in caplog.text
    assert [path.name for path in storage.index_path().parent.iterdir()] == ["search.npz"]


@pytest.mark.parametrize("what", ["open", "fsync", "replace"])
def test_a_full_disk_is_logged_and_leaves_the_file_as_it_was(saved, monkeypatch, caplog, what):
    def refuse(*_args, **_options):
        raise OSError(28, "No space left on device")

    module, name = {
        "open": (storage.np, "savez"),
        "fsync": (storage.os, "fsync"),
        "replace": (type(storage.index_path()), "replace"),
    }[what]
    with monkeypatch.context() as patch:
        patch.setattr(module, name, refuse)
        storage.save_index(saved.index, "another head", "position")

    assert "No space left" in caplog.text
    assert storage.load_index().head == "head"
    assert [path.name for path in storage.index_path().parent.iterdir()] == ["search.npz"]


def test_incomplete_files_of_killed_processes_do_not_accumulate(saved, monkeypatch):
    def killed(*_args):
        raise SystemExit

    for process in (1, 2, 3):
        with monkeypatch.context() as patch:
            patch.setattr(storage.os, "getpid", lambda number=process: number)
            patch.setattr(storage.os, "fsync", killed)
            with pytest.raises(SystemExit):
                storage.save_index(saved.index, "head", "position")
    storage.save_index(saved.index, "head", "position")

    assert [path.name for path in storage.index_path().parent.iterdir()] == ["search.npz"]


def test_saving_removes_the_files_of_the_old_name(saved, tmp_path):
    for name in ("catalogue.npz", "catalogue.lock"):
        (tmp_path / name).write_bytes(b"old")
    storage.save_index(saved.index, "head", "position")

    assert [path.name for path in tmp_path.iterdir()] == ["search.npz"]


def test_a_file_of_another_version_is_none(saved, monkeypatch):
    monkeypatch.setattr(storage, "FORMAT_VERSION", "another")

    assert storage.load_index() is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("content", [b"", b"PK", b"text"])
def test_a_process_starts_beside_a_damaged_file_and_writes_a_whole_one(settings, tmp_path, content):
    settings.VAR_DIR = tmp_path
    storage.index_path().write_bytes(content)

    IndexSync().current()

    assert storage.load_index() is not None


@pytest.mark.django_db(transaction=True)
def test_a_process_starts_where_nothing_can_be_written(settings, tmp_path, monkeypatch, caplog):
    settings.VAR_DIR = tmp_path
    original_open = Path.open

    def refuse_writing(path, mode="r", *args, **options):
        if "w" in mode:
            raise OSError(30, "Read-only file system")
        return original_open(path, mode, *args, **options)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", refuse_writing)
        _head, snapshot = IndexSync().current()

    assert "Read-only" in caplog.text
    assert len(snapshot.listed) == 0
