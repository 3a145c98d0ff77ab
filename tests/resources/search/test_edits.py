"""After any edit, by whatever hand, the next answer is the oracle's over the database as it is."""

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
from resources.search.sync import Follower
from resources.search.verify import differences
from tests.make import make, make_organization, make_resource

from .chance import Asker, address_of, make_catalogue
from .editor import Editor
from .oracle import Oracle, check

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


@pytest.fixture
def new_follower(monkeypatch, settings, tmp_path):
    """Lets the catalogue begin anew, as in a process just started."""
    settings.VAR_DIR = tmp_path

    def begin():
        follower = Follower()
        follower.works_behind_the_scenes = False
        monkeypatch.setattr(search, "follower", follower)
        return follower

    begin()
    return begin


def compare(oracle, chance, *, questions):
    view = search.current()
    asker = Asker(chance, view.names)
    assert list(differences(view)) == []
    for _ in range(questions):
        selection = asker.selection()
        check(search.find(selection, view), oracle.answer(selection), chance)


def test_every_edit_is_in_the_next_answer(new_follower):
    chance = random.Random(connection.vendor)  # noqa: S311 - the same every time, on each database
    make_catalogue(chance, size=60)
    editor, oracle, done = Editor(chance), Oracle(), Counter()
    index = search.current().index

    for _ in range(18):
        done.update(editor.change() for _ in range(chance.choice([1, 2, 3])))
        oracle = Oracle(before=oracle)
        compare(oracle, chance, questions=15)

    assert len(done) > 12
    assert search.current().index is index  # it grew, and was never made anew


def test_edits_of_a_transaction_are_in_its_answers_and_are_undone_with_it(new_follower):
    chance = random.Random(9)  # noqa: S311 - the same every time
    make_catalogue(chance, size=40)
    editor, oracle = Editor(chance), Oracle()
    index = search.current().index
    names = [editor.edit_synonyms, editor.edit_facets, editor.edit_organization]

    for is_undone in [True, False, True]:
        with transaction.atomic():
            for change in [*names, *[editor.change] * 3]:
                change()
                oracle = Oracle(before=oracle)
                compare(oracle, chance, questions=8)
            transaction.set_rollback(is_undone)
        oracle = Oracle(before=oracle)
        compare(oracle, chance, questions=20)

    assert search.current().index is index


def test_a_process_that_begins_with_the_saved_file_answers_and_follows_as_any_other(new_follower):
    chance = random.Random(4)  # noqa: S311 - the same every time
    make_catalogue(chance, size=40)
    editor, oracle = Editor(chance), Oracle()
    search.current()

    for _ in range(4):
        editor.change()
        new_follower()
        for _ in range(3):
            oracle = Oracle(before=oracle)
            compare(oracle, chance, questions=15)
            editor.change()


def test_the_form_asks_for_the_newest_answer(new_follower):
    chance = random.Random(5)  # noqa: S311 - the same every time
    make_catalogue(chance, size=30)
    editor, oracle = Editor(chance), Oracle()

    for _ in range(6):
        editor.change()
        oracle = Oracle(before=oracle)
        asker = Asker(chance, search.current().names)
        for _ in range(8):
            asked = asker.selection()
            with translation.override(asked.language):
                filterset = ResourceFilterSet(address_of(asked), within=asked.within)
            check(filterset.result, oracle.answer(filterset.selection), chance)


def test_a_saved_index_is_shown_to_nobody_before_it_has_caught_up(new_follower, monkeypatch):
    follower, shown = new_follower(), []
    make_resource(title_en="Before")
    follower.current()
    Resource.objects.update(title_en="After")
    _head, view = follower.current()
    follower.view = of_another_database = replace(view, head="", position="")

    def read(keys):
        shown.append(follower.view)
        return documents(keys)

    monkeypatch.setattr(sync, "documents", read)
    follower.current()

    assert shown == [of_another_database]
    assert titles(follower) == ["After"]


@pytest.fixture
def behind_the_scenes(new_follower, monkeypatch):
    """A follower that really goes behind the scenes, and what it has begun there: not yet done."""
    begun = []

    class NotYet:
        def __init__(self, target, args, daemon):
            self.start = lambda: begun.append(lambda: target(*args))

    follower = new_follower()
    follower.works_behind_the_scenes = True
    monkeypatch.setattr(sync, "Thread", NotYet)
    return follower, begun


def test_no_reader_waits_for_many_organizations(behind_the_scenes, monkeypatch):
    follower, begun = behind_the_scenes
    monkeypatch.setattr(sync, "WHILE_A_READER_WAITS", 2)
    _head, before = follower.current()
    for _ in range(3):
        make_organization()
    head, view = follower.current()
    follower.current()

    assert view is before
    assert view.head != head
    [finish] = begun
    finish()
    head, view = follower.current()
    assert view.head == head


def test_readers_see_edits_while_the_index_is_made_anew(behind_the_scenes):
    follower, begun = behind_the_scenes
    make_resource(title_en="Before")
    follower.current()
    reader.record_everything()
    head, view = follower.current()
    assert view.head != head
    assert begun

    Resource.objects.update(title_en="Meanwhile")
    head, view = follower.current()
    assert titles(follower) == ["Meanwhile"]
    assert view.head != head  # the rest of it may be of the past, so no page of it is kept

    [finish] = begun
    finish()
    head, renewed = follower.current()
    assert renewed.head == head
    assert renewed.index is not view.index
    assert titles(follower) == ["Meanwhile"]


def test_a_worn_out_index_goes_on_until_the_new_one_is_there(behind_the_scenes, monkeypatch):
    monkeypatch.setattr(index, "SPARE_DOCUMENTS", 3)
    follower, begun = behind_the_scenes
    make_resource()
    follower.current()
    for number in range(12):
        Resource.objects.update(title_en=f"Edition {number}")
        head, view = follower.current()
        assert view.head == head
        assert titles(follower) == [f"Edition {number}"]

    [finish] = begun
    assert view.index.is_worn_out
    finish()
    assert not follower.view.index.is_worn_out
    assert titles(follower) == ["Edition 11"]


def test_what_fails_behind_the_scenes_is_tried_again(behind_the_scenes, monkeypatch, caplog):
    follower, begun = behind_the_scenes
    follower.current()
    reader.record_everything()
    follower.current()
    with monkeypatch.context() as patch:
        patch.setattr(sync, "built", lambda: 1 / 0)
        begun.pop()()
    assert "tries again" in caplog.text

    follower.current()
    begun.pop()()
    head, view = follower.current()
    assert view.head == head


def titles(follower):
    """Of all that readers find."""
    found = search.find(Selection(), follower.view)
    return [resource.title_en for resource in found.resources(slice(0, 20))]


def test_our_own_pages_edited_again_and_again_leave_no_past_behind(new_follower, monkeypatch):
    monkeypatch.setattr(site_pages, "SPARE_DOCUMENTS", 3)
    term = glossary_term("one", "ELAC")
    for number in range(12):
        term.definition_en = f"Edition {number}."
        term.save()
        kept = search.current().names.companions
        assert len(kept.entries) <= 6
        assert explained("elac") == ["one"]


def glossary_term(slug, name):
    return make(GlossaryTerm, slug=slug, term_en=name, definition_en="A word.", kind="plan")


def corrected(text):
    return search.find(Selection(text=text), search.current()).matches.corrected


def explained(text):
    found = search.find(Selection(text=text), search.current()).explained()
    return [term.slug for term in found]


def test_a_word_the_glossary_explains_is_no_misspelling_while_it_explains_it(new_follower):
    make_resource(title_en="Colleges")
    assert corrected("collegez") == {"collegez": "colleges"}

    term = glossary_term("one", "Collegez")
    assert corrected("collegez") == {}

    term.term_en = "Other"
    term.save()
    assert corrected("collegez") == {"collegez": "colleges"}


def test_a_name_of_two_glossary_words_is_explained_while_one_of_them_is_left(new_follower):
    first, _second = glossary_term("first", "LCAP"), glossary_term("second", "LCAP")
    assert explained("lcap")

    first.delete()
    assert explained("lcap") == ["second"]
