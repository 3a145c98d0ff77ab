"""What makes a group of synonyms sensible, and how words become a synonym of others."""

from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from resources.history import revision
from resources.models import SynonymGroup
from resources.models.slugs import unused_slug

from .analysis import words

TYPED = ["english", "spanish", "from_phrases"]  # what visitors may type to find the others
LISTS = [*TYPED, "to_phrases"]


def phrases(lines):
    """{folded: as written} of a text of one phrase a line."""
    written = [line.strip() for line in lines.splitlines() if line.strip()]
    return {folded(phrase): phrase for phrase in written}


def folded(phrase):
    return " ".join(words(phrase))


@dataclass
class Check:
    """What is wrong with a group, saved or not, and what is worth a look."""

    group: SynonymGroup

    @cached_property
    def errors(self):
        return [*self.repeated(), *self.wordless(), *self.lonely(), *self.on_both_sides()]

    def repeated(self):
        for name in LISTS:
            lines = [line.strip() for line in getattr(self.group, name).splitlines()]
            seen = set()
            for line in filter(None, lines):
                if folded(line) in seen:
                    yield _("“%(phrase)s” stands in one list twice.") % {"phrase": line}
                seen.add(folded(line))

    def wordless(self):
        for name in LISTS:
            if phrase := phrases(getattr(self.group, name)).get(""):
                yield _("“%(phrase)s” has no word anybody could search for.") % {"phrase": phrase}

    def lonely(self):
        """A list of blank lines is empty, whatever the database thinks of it."""
        group = self.group
        if group.direction == group.Direction.ONE_WAY:
            if not (phrases(group.from_phrases) and phrases(group.to_phrases)):
                yield _("Write what visitors type, and what it also finds.")
        elif len({*phrases(group.english), *phrases(group.spanish)}) < 2:
            yield _("A group needs two phrases: one alone finds only itself.")

    def on_both_sides(self):
        both = phrases(self.group.from_phrases).keys() & phrases(self.group.to_phrases).keys()
        for phrase in sorted(both - {""}):
            yield _("“%(phrase)s” stands on both sides: it would find only itself.") % {
                "phrase": phrase
            }

    def elsewhere(self):
        """(phrase, the other group that has it): not wrong, but seldom meant."""
        ours = set().union(*(phrases(getattr(self.group, name)) for name in TYPED))
        for other in SynonymGroup.objects.exclude(pk=self.group.pk):
            theirs = set().union(*(phrases(getattr(other, name)) for name in TYPED))
            for phrase in sorted(ours & theirs - {""}):
                yield phrase, other


def group_of(phrase):
    """The group a phrase belongs to: best one where visitors may type it; None if there is none."""
    looked_for = folded(phrase)
    for names in (TYPED, ["to_phrases"]):
        for group in SynonymGroup.objects.select_for_update():
            if any(looked_for in phrases(getattr(group, name)) for name in names):
                return group
    return None


@transaction.atomic
def make_synonym(phrase, target, *, language, by=None):
    """Let a search for `phrase` find what `target` finds; answers the group that sees to it.

    It joins the group of `target`; where there is none, a one-way group is made. Raises
    ValidationError, with the reasons in words.
    """
    group = group_of(target)
    why = _("“%(phrase)s” was searched for and found nothing.") % {"phrase": phrase}
    if group is None:
        group = SynonymGroup(
            slug=unused_slug(SynonymGroup, phrase, fallback="words", longest=55),
            direction=SynonymGroup.Direction.ONE_WAY,
            from_phrases=phrase,
            to_phrases=target,
        )
        with revision(user=by, why=why) as touched:
            save(group)
            touched.append(group)
        return group
    is_one_way = group.direction == group.Direction.ONE_WAY
    name = "from_phrases" if is_one_way else {"en": "english", "es": "spanish"}[language]
    with revision(group, user=by, why=why):
        setattr(group, name, f"{getattr(group, name)}\n{phrase}".strip())
        save(group)
    return group


def save(group):
    if errors := Check(group).errors:
        raise ValidationError(errors)
    group.full_clean()
    group.save()
