"""A merge is done completely or not at all, if it is killed or two run at once."""

import pytest

from tests.killing import run

pytestmark = pytest.mark.both_databases

SETTING = """
from resources.merging.merge import MergeRefused, merge_fingerprint, merge_resources, merge_terms
from resources.models import FormerSlug, Resource, StatusChange, Term
from tests.killing import at_once, everything, kill_after_every_write
from tests.make import make_example, make_guide, make_recommendation, make_resource, make_term

topic, new_topic = make_term("topic", "old"), make_term("topic", "new")
one, other = make_resource(terms=[topic]), make_resource(terms=[topic, new_topic])
for entry in (one, other):
    StatusChange.objects.create(entry=entry, old="draft", new="published", by=None)
make_recommendation(make_guide(), other)
shared = make_recommendation(make_guide(), one)
make_recommendation(shared.guide, other, locator_en="p. 1")
make_example(terms=[topic])
"""

KILLED = """
def merge():
    seen = merge_fingerprint(one, other)
    merge_resources(one, other, fields_to_copy=["url", "title_en"], seen=seen)

print(kill_after_every_write(merge))
print(kill_after_every_write(lambda: merge_terms(topic, new_topic)))
assert Resource.objects.get().recommendations.count() == 2
assert not Term.objects.filter(slug="old").exists()
"""

AT_ONCE = """
def merging(survivor, merged):
    seen = merge_fingerprint(survivor, merged)

    def work():
        try:
            merge_resources(survivor, merged, fields_to_copy=[], seen=seen)
        except MergeRefused:
            return 1
    return work

codes = at_once(*[merging(one, other), merging(other, one)] * 3)
assert sorted(codes) == [0, 1, 1, 1, 1, 1], codes
survivor = Resource.objects.get()
assert survivor.recommendations.count() == 2
assert FormerSlug.objects.get().entry == survivor

def merging_terms(old, new):
    def work():
        try:
            merge_terms(old, new)
        except MergeRefused:
            return 1
    return work

codes = at_once(*[merging_terms(topic, new_topic), merging_terms(new_topic, topic)] * 3)
assert sorted(codes) == [0, 1, 1, 1, 1, 1], codes
print("done")
"""


def test_a_merge_killed_after_any_write_leaves_nothing(empty_site):
    entries, terms = run(SETTING + KILLED, empty_site).split()
    assert int(entries) > 15
    assert int(terms) > 8


def test_of_merges_at_the_same_time_one_is_done_and_the_others_are_refused(empty_site):
    assert run(SETTING + AT_ONCE, empty_site).strip() == "done"
