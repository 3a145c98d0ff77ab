"""After any edit, however made, the next answer is the oracle's for the database as it is."""

import random
from collections import Counter
from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.utils import translation

from partnerships.models import GlossaryTerm
from resources import search
from resources.directory.filters import ResourceFilterSet
from resources.journal import reader
from resources.models import Resource
from resources.search import Selection, index, site_pages, sync
from resources.search.documents import documents
from resources.search.sync import IndexSync
from resources.search.verify import index_differences
from tests.make import make, make_organization, make_resource

from .oracle import Oracle, check
from .random_data import RandomSelections, address_of, make_random_entries
from .random_editor import RandomEditor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


@pytest.fixture
def new_sync(monkeypatch, settings, tmp_path):
    """Returns a function that replaces the index, as in a process that has just started."""
    settings.VAR_DIR = tmp_path

    def restart():
        new = IndexSync()
        new.uses_threads = False
        monkeypatch.setattr(search, "index_sync", new)
        return new

    restart()
    return restart


def compare(oracle, rng, *, questions):
    snapshot = search.current_snapshot()
    selections = RandomSelections(rng, snapshot.labels)
    assert list(index_differences(snapshot)) == []
    for _ in range(questions):
        selection = selections.selection()
        check(search.find(selection, snapshot), oracle.answer(selection), rng)


def test_every_edit_is_in_the_next_answer(new_sync):
    rng = random.Random(connection.vendor)  # noqa: S311 - the same every time, on each database
    make_random_entries(rng, size=60)
    editor, oracle, done = RandomEditor(rng), Oracle(), Counter()
    index = search.current_snapshot().index

    for _ in range(18):
        done.update(editor.change() for _ in range(rng.choice([1, 2, 3])))
        oracle = Oracle(before=oracle)
        compare(oracle, rng, questions=15)

    assert len(done) > 12
    assert search.current_snapshot().index is index  # it grew, and was never rebuilt


def test_edits_of_a_transaction_are_in_its_answers_and_are_undone_with_it(new_sync):
    rng = random.Random(9)  # noqa: S311 - the same every time
    make_random_entries(rng, size=40)
    editor, oracle = RandomEditor(rng), Oracle()
    index = search.current_snapshot().index
    names = [editor.edit_synonyms, editor.edit_facets, editor.edit_organization]

    for is_undone in [True, False, True]:
        with transaction.atomic():
            for change in [*names, *[editor.change] * 3]:
                change()
                oracle = Oracle(before=oracle)
                compare(oracle, rng, questions=8)
            transaction.set_rollback(is_undone)
        oracle = Oracle(before=oracle)
        compare(oracle, rng, questions=20)

    assert search.current_snapshot().index is index


def test_a_process_that_loads_the_stored_index_answers_and_follows_as_any_other(new_sync):
    rng = random.Random(4)  # noqa: S311 - the same every time
    make_random_entries(rng, size=40)
    editor, oracle = RandomEditor(rng), Oracle()
    search.current_snapshot()

    for _ in range(4):
        editor.change()
        new_sync()
        for _ in range(3):
            oracle = Oracle(before=oracle)
            compare(oracle, rng, questions=15)
            editor.change()


def test_the_form_asks_for_the_newest_answer(new_sync):
    rng = random.Random(5)  # noqa: S311 - the same every time
    make_random_entries(rng, size=30)
    editor, oracle = RandomEditor(rng), Oracle()

    for _ in range(6):
        editor.change()
        oracle = Oracle(before=oracle)
        selections = RandomSelections(rng, search.current_snapshot().labels)
        for _ in range(8):
            asked = selections.selection()
            with translation.override(asked.language):
                filterset = ResourceFilterSet(address_of(asked), within_term=asked.within_term)
            check(filterset.result, oracle.answer(filterset.selection), rng)


def test_no_reader_sees_a_stored_index_before_it_has_caught_up(new_sync, monkeypatch):
    index_sync, shown = new_sync(), []
    make_resource(title_en="Before")
    index_sync.current()
    Resource.objects.update(title_en="After")
    _head, snapshot = index_sync.current()
    index_sync.snapshot = of_another_database = replace(snapshot, head="", position="")

    def read(keys):
        shown.append(index_sync.snapshot)
        return documents(keys)

    monkeypatch.setattr("resources.search.snapshot.documents", read)
    index_sync.current()

    assert shown == [of_another_database]
    assert titles(index_sync) == ["After"]


@pytest.fixture
def background_tasks(new_sync, monkeypatch):
    """An index that is updated by threads, and the tasks given to threads, which do not run."""
    begun = []

    class NeverStarted:
        def __init__(self, target, args, daemon):
            self.start = lambda: begun.append(lambda: target(*args))

    index_sync = new_sync()
    index_sync.uses_threads = True
    monkeypatch.setattr(sync, "Thread", NeverStarted)
    return index_sync, begun


def test_no_reader_waits_for_many_organizations(background_tasks, monkeypatch):
    index_sync, begun = background_tasks
    monkeypatch.setattr(sync, "MAX_CHANGES_BEFORE_ANSWERING", 2)
    _head, before = index_sync.current()
    for _ in range(3):
        make_organization()
    head, snapshot = index_sync.current()
    index_sync.current()

    assert snapshot is before
    assert snapshot.head != head
    [finish] = begun
    finish()
    head, snapshot = index_sync.current()
    assert snapshot.head == head


def test_readers_see_edits_while_the_index_is_rebuilt(background_tasks):
    index_sync, begun = background_tasks
    make_resource(title_en="Before")
    index_sync.current()
    reader.record_everything()
    head, snapshot = index_sync.current()
    assert snapshot.head != head
    assert begun

    Resource.objects.update(title_en="Meanwhile")
    head, snapshot = index_sync.current()
    assert titles(index_sync) == ["Meanwhile"]
    assert snapshot.head != head  # the rest of it may be out of date, so the page cache ignores it

    [finish] = begun
    finish()
    head, renewed = index_sync.current()
    assert renewed.head == head
    assert renewed.index is not snapshot.index
    assert titles(index_sync) == ["Meanwhile"]


def test_an_obsolete_index_serves_until_the_new_one_is_ready(background_tasks, monkeypatch):
    monkeypatch.setattr(index, "MIN_OBSOLETE_DOCUMENTS", 3)
    index_sync, begun = background_tasks
    make_resource()
    index_sync.current()
    for number in range(12):
        Resource.objects.update(title_en=f"Edition {number}")
        head, snapshot = index_sync.current()
        assert snapshot.head == head
        assert titles(index_sync) == [f"Edition {number}"]

    [finish] = begun
    assert snapshot.index.has_many_obsolete_documents
    finish()
    assert not index_sync.snapshot.index.has_many_obsolete_documents
    assert titles(index_sync) == ["Edition 11"]


def test_a_background_task_that_fails_is_tried_again(background_tasks, monkeypatch, caplog):
    index_sync, begun = background_tasks
    index_sync.current()
    reader.record_everything()
    index_sync.current()
    with monkeypatch.context() as patch:
        patch.setattr("resources.search.snapshot.build_snapshot", lambda: 1 / 0)
        begun.pop()()
    assert "tries again" in caplog.text

    index_sync.current()
    begun.pop()()
    head, snapshot = index_sync.current()
    assert snapshot.head == head


def titles(index_sync):
    """The titles of all resources that readers find."""
    found = search.find(Selection(), index_sync.snapshot)
    return [resource.title_en for resource in found.resources(slice(0, 20))]


def test_edits_of_our_own_pages_leave_few_obsolete_documents(new_sync, monkeypatch):
    monkeypatch.setattr(site_pages, "MIN_OBSOLETE_PAGES", 3)
    term = glossary_term("one", "ELAC")
    for number in range(12):
        term.definition_en = f"Edition {number}."
        term.save()
        pages = search.current_snapshot().site_pages
        assert len(pages.page_keys) <= 6
        assert explained("elac") == ["one"]


def glossary_term(slug, name):
    return make(GlossaryTerm, slug=slug, term_en=name, definition_en="A word.", kind="plan")


def corrected(text):
    return search.find(Selection(text=text), search.current_snapshot()).text_result.corrections


def explained(text):
    found = search.find(Selection(text=text), search.current_snapshot()).explanations()
    return [term.slug for term in found]


def test_a_word_the_glossary_explains_is_no_misspelling_while_it_explains_it(new_sync):
    make_resource(title_en="Colleges")
    assert corrected("collegez") == {"collegez": "colleges"}

    term = glossary_term("one", "Collegez")
    assert corrected("collegez") == {}

    term.term_en = "Other"
    term.save()
    assert corrected("collegez") == {"collegez": "colleges"}


def test_a_name_of_two_glossary_words_is_explained_while_one_of_them_is_left(new_sync):
    first, _second = glossary_term("first", "LCAP"), glossary_term("second", "LCAP")
    assert explained("lcap")

    first.delete()
    assert explained("lcap") == ["second"]
