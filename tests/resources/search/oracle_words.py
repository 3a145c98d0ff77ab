"""Finds words by brute force, from the documented rules alone.

An entry's points: the best way to meet a word, added up. A way is worth its field's points, less
what `LESS` says of it.
"""

from functools import cached_property

from resources.search.analysis import STOP_WORDS, fold, stem, tokenize
from resources.search.query import parse

WORTH = {"title": 40, "recommendation": 30, "summary": 20, "organization": 10}
LESS = {"the word": 0, "its beginning": 2, "a synonym": 5, "a word spelled like it": 240}
LACKING = -1_000
LANGUAGES = ("en", "es")


class OracleTerm:
    """A term of the search: {entry's key: points} for each of its words, and for its synonyms."""

    def __init__(self, name, words, others):
        self.name, self.words, self.others = name, words, others

    @cached_property
    def points(self):
        """{entry's key: points} of the entries that match it."""
        found = {}
        for key in set.intersection(*map(set, self.words)):
            found[key] = sum(points[key] for points in self.words)
        for key, points in self.others.items():
            found[key] = max(found.get(key, LACKING), len(self.words) * points)
        return found


class Words:
    """Searches `facts`."""

    def __init__(self, facts):
        self.facts = facts
        self.memory = {}

    def find(self, text):
        """({key: points} of the entries found, dropped terms, {word: likelier spelling})."""
        query = parse(text)
        if not (query.words or query.phrases or query.excluded):
            return {}, (), {}
        self.corrected = {}
        free = list(self.terms(query.words))
        fixed = [OracleTerm("", [self.phrase(phrase, "the word")], {}) for phrase in query.phrases]
        found, dropped = self.combine(free, fixed)
        for phrase in query.excluded:
            found -= set(self.phrase(phrase, "the word"))
        counted = [term for term in [*free, *fixed] if term not in dropped]
        points = {key: sum(term.points.get(key, LACKING) for term in counted) for key in found}
        return points, tuple(c.name for c in free if c in dropped), self.corrected

    def terms(self, words):
        significant = [fold(word) not in STOP_WORDS for word in words]
        if not any(significant):
            significant = [True] * len(words)
        place = 0
        while place < len(words):
            length, others = self.synonyms(words, place)
            run = range(place, place + length)
            place += length
            kept = [words[p] for p in run if significant[p]]
            if kept:
                matches = [
                    self.word(w, place == len(words) and w == words[-1], bool(others)) for w in kept
                ]
                if others and len(run) > 1 and len(kept) == 1:
                    alone = {key: points - 100 for key, points in matches[0].items()}
                    matches = [best([alone, self.phrase([words[p] for p in run], "the word")])]
                by_others = best(self.phrase(other, "a synonym") for other in others)
                yield OracleTerm(" ".join(words[p] for p in run), matches, by_others)

    def synonyms(self, words, place):
        """(length of the longest run of words with synonyms, its synonyms)."""
        for stop in range(len(words), place, -1):
            run, found = words[place:stop], set()
            for group in self.facts.groups:
                found |= other_phrases(group, run)
            if found:
                return stop - place, found
        return 1, set()

    def word(self, word, is_last, has_synonyms):
        if (word, is_last, has_synonyms) not in self.memory:
            self.memory[word, is_last, has_synonyms] = self.ways(word, is_last, has_synonyms)
        matches, spelling = self.memory[word, is_last, has_synonyms]
        if spelling:
            self.corrected[word] = spelling
        return matches

    def ways(self, word, is_last, has_synonyms):
        """({key: points}, the folded likelier spelling or None)."""
        form, exact = fold(word), self.lexemes(word)
        matches = self.having(exact, "the word")
        if is_last and (len(form) >= 3 or not matches):
            longer = [found for f, found in self.facts.forms.items() if f.startswith(form)]
            matches = best([matches, self.having(set().union(*longer) - exact, "its beginning")])
        if has_synonyms or form in self.facts.explained:
            return matches, None
        near = self.near(form, len(matches))
        lexemes = set().union(*(self.facts.forms[f] for d, _common, f in near if d == near[0][0]))
        matches = best([matches, self.having(lexemes, "a word spelled like it")])
        return matches, near[0][2] if near else None

    def near(self, form, count):
        """(edits, −entries, form) of the three likeliest spellings, if the word is rare."""
        if count > 2 or len(form) < 4 or not form.isalpha():
            return []
        near = []
        for other, lexemes in self.facts.forms.items():
            distance = edits(form, other)
            if distance > (1 if len(form) <= 7 else 2) or other in STOP_WORDS:
                continue
            common = len(self.having(lexemes, "the word"))
            if common > 10 * count:
                near.append((distance, -common, other))
        return sorted(near)[:3]

    def lexemes(self, word):
        """The stems of a word and of all words that differ from it only in accents."""
        stems = {(language, stem(word, language)) for language in LANGUAGES}
        return stems | self.facts.forms.get(fold(word), set())

    def having(self, lexemes, way):
        return self.adjacent([lexemes], way)

    def phrase(self, words, way):
        return self.adjacent([self.lexemes(word) for word in words], way)

    def adjacent(self, phrase, way):
        """{key: points} of the entries in which these words are adjacent."""
        key = way, *map(frozenset, phrase)
        if key not in self.memory:
            self.memory[key] = best(
                {entry.key: worth - LESS[way]}
                for entry in self.facts.entries.values()
                for field, worth in WORTH.items()
                if entry.has_adjacent(field, phrase)
            )
        return self.memory[key]

    def combine(self, free, fixed):
        """(keys of the entries found, dropped terms). The rarest term is never dropped."""
        every = set(self.facts.entries).intersection(*(term.points for term in fixed))
        free = sorted(free, key=lambda term: len(term.points))
        found = every.intersection(*(term.points for term in free))
        if len(found) < 10:
            for lacking in free[1:]:
                found |= every.intersection(*(c.points for c in free if c is not lacking))
        if found or not free:
            return found, []
        dropped = []
        for term in free:
            if every.isdisjoint(term.points):
                dropped.append(term)
            else:
                every &= set(term.points)
        return (every, dropped) if fixed or len(dropped) < len(free) else (set(), [])


def best(ways):
    """The highest points of each entry."""
    found = {}
    for way in ways:
        for key, points in way.items():
            found[key] = max(points, found.get(key, points))
    return found


def other_phrases(group, run):
    """The phrases that `group` gives for a run of words, as tuples of words."""
    if group.direction == "one-way":
        sides, targets = [("en", group.from_phrases), ("es", group.from_phrases)], group.to_phrases
    else:
        sides = [("en", group.english), ("es", group.spanish)]
        targets = f"{group.english}\n{group.spanish}"
    found = set()
    for language, lines in sides:
        for line in lines.splitlines():
            phrase = tuple(tokenize(line))
            if phrase and stems(phrase, language) == stems(run, language):
                found |= {tuple(tokenize(t)) for t in targets.splitlines()} - {phrase, ()}
    return found


def stems(phrase, language):
    return [stem(word, language) for word in phrase]


def edits(one, other):
    """The fewest letters to leave out, put in, change or swap with their neighbour."""
    if abs(len(one) - len(other)) > 2:
        return 9
    before, above = None, list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            least = min(row[-1] + 1, above[j] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and (a, one[i - 2]) == (other[j - 2], b):
                least = min(least, before[j - 2] + 1)
            row.append(least)
        before, above = above, row
    return above[-1]
