"""The rules of a sensible synonym group, and how a failed search becomes a synonym."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from resources.history import revision
from resources.models import SynonymGroup
from resources.models.slugs import unused_slug

from .analysis import folded_words

TYPED_LISTS = ["english", "spanish", "from_phrases"]  # what visitors may type to find the others
PHRASE_LISTS = [*TYPED_LISTS, "to_phrases"]


def parse_phrases(lines: str) -> dict[str, str]:
    """{folded phrase: phrase as written} of a text with one phrase on each line."""
    written = [line.strip() for line in lines.splitlines() if line.strip()]
    return {fold_phrase(phrase): phrase for phrase in written}


def fold_phrase(phrase: str) -> str:
    return " ".join(folded_words(phrase))


@dataclass
class SynonymGroupCheck:
    """Finds errors in a synonym group, saved or not, and phrases that deserve a second look."""

    group: SynonymGroup

    @cached_property
    def errors(self) -> list[str]:
        return [
            *self.repeated_phrases(),
            *self.phrases_without_words(),
            *self.missing_phrases(),
            *self.phrases_on_both_sides(),
        ]

    def repeated_phrases(self) -> Iterator[str]:
        for name in PHRASE_LISTS:
            lines = [line.strip() for line in getattr(self.group, name).splitlines()]
            seen: set[str] = set()
            for line in filter(None, lines):
                if fold_phrase(line) in seen:
                    yield _("“%(phrase)s” is in one list twice.") % {"phrase": line}
                seen.add(fold_phrase(line))

    def phrases_without_words(self) -> Iterator[str]:
        for name in PHRASE_LISTS:
            if phrase := parse_phrases(getattr(self.group, name)).get(""):
                yield _("“%(phrase)s” has no word that can be searched for.") % {"phrase": phrase}

    def missing_phrases(self) -> Iterator[str]:
        """The database takes blank lines for text. Here a list of blank lines is empty."""
        group = self.group
        if group.direction == group.Direction.ONE_WAY:
            if not (parse_phrases(group.from_phrases) and parse_phrases(group.to_phrases)):
                yield _("Write what visitors type, and what it also finds.")
        elif len({*parse_phrases(group.english), *parse_phrases(group.spanish)}) < 2:
            yield _("A group needs two phrases: one alone finds only itself.")

    def phrases_on_both_sides(self) -> Iterator[str]:
        sources = parse_phrases(self.group.from_phrases)
        both = sources.keys() & parse_phrases(self.group.to_phrases).keys()
        for phrase in sorted(both - {""}):
            yield _("“%(phrase)s” is on both sides: it would find only itself.") % {
                "phrase": phrase
            }

    def shared_phrases(self) -> Iterator[tuple[str, SynonymGroup]]:
        """(phrase, another group that has it): no error, but seldom intended."""
        own = typed_phrases(self.group)
        for other in SynonymGroup.objects.exclude(pk=self.group.pk):
            for phrase in sorted(own & typed_phrases(other)):
                yield phrase, other


def typed_phrases(group: SynonymGroup) -> set[str]:
    """The folded phrases of a group that visitors may type."""
    phrases = set().union(*(parse_phrases(getattr(group, name)) for name in TYPED_LISTS))
    return phrases - {""}


def find_group(phrase: str) -> SynonymGroup | None:
    """The group a phrase belongs to, preferably one where visitors may type it."""
    folded = fold_phrase(phrase)
    for names in (TYPED_LISTS, ["to_phrases"]):
        for group in SynonymGroup.objects.select_for_update():
            if any(folded in parse_phrases(getattr(group, name)) for name in names):
                return group
    return None


@transaction.atomic
def make_synonym(phrase: str, target: str, *, language: str, by: Any = None) -> SynonymGroup:
    """Let a search for `phrase` find what `target` finds. Returns the saved group.

    The phrase is added to the group of `target`. If there is none, a new one-way group is made.
    Raises ValidationError with the reasons in words.
    """
    group = find_group(target)
    why = _("“%(phrase)s” was searched for and found nothing.") % {"phrase": phrase}
    if group is None:
        group = SynonymGroup(
            slug=unused_slug(SynonymGroup, phrase, fallback="words", longest=55),
            direction=SynonymGroup.Direction.ONE_WAY,
            from_phrases=phrase,
            to_phrases=target,
        )
        with revision(user=by, why=why) as touched:
            save_group(group)
            touched.append(group)
        return group
    is_one_way = group.direction == group.Direction.ONE_WAY
    name = "from_phrases" if is_one_way else {"en": "english", "es": "spanish"}[language]
    with revision(group, user=by, why=why):
        setattr(group, name, f"{getattr(group, name)}\n{phrase}".strip())
        save_group(group)
    return group


def save_group(group: SynonymGroup) -> None:
    """Save a group that keeps the rules. Raises ValidationError for any other."""
    if errors := SynonymGroupCheck(group).errors:
        raise ValidationError(errors)
    group.full_clean()
    group.save()
