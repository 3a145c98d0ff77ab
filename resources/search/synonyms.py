"""Which phrases mean the same: the curators' groups, ready to be looked up word by word."""

from collections import defaultdict

from .analysis import raw_words, stem
from .postings import LANGUAGES


class Synonyms:
    """Looks up the longest run of words that has other phrases; stems decide, not endings."""

    def __init__(self, groups=()):
        """`groups` are SynonymGroup records."""
        self.others = defaultdict(
            dict
        )  # stems in one language → phrases, without repeats, in order
        self.longest = 0
        for group in groups:
            self.learn(group)

    def learn(self, group):
        if group.direction == group.Direction.ONE_WAY:
            targets = phrases_of(group.to_phrases)
            for language in LANGUAGES:
                self.teach(phrases_of(group.from_phrases), language, targets)
        else:
            english, spanish = phrases_of(group.english), phrases_of(group.spanish)
            self.teach(english, "en", english + spanish)
            self.teach(spanish, "es", english + spanish)

    def teach(self, phrases, language, targets):
        for phrase in phrases:
            self.longest = max(self.longest, len(phrase))
            others = self.others[stems(phrase, language)]
            others.update(dict.fromkeys(target for target in targets if target != phrase))

    def at(self, words, place):
        """(how many words from `place` on have other phrases, and these); (1, ()) if none has."""
        for length in range(min(self.longest, len(words) - place), 0, -1):
            phrase = words[place : place + length]
            found = {}
            for language in LANGUAGES:
                found |= self.others.get(stems(phrase, language), {})
            if found:
                return length, tuple(found)
        return 1, ()


def phrases_of(lines):
    """The phrases of a text of one phrase a line, each as its words."""
    return [words for line in lines.splitlines() if (words := tuple(raw_words(line)))]


def stems(phrase, language):
    return (language, *(stem(word, language) for word in phrase))
