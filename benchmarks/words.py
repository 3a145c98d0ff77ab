"""Words of the synthetic texts: those of the kit with their frequencies, and many invented ones.

A few words are tuned: a query for them matches the same share of the entries at any size.
"""

from bisect import bisect_left
from itertools import accumulate
from random import Random

TITLE_LENGTHS = range(5, 12)  # words; 8 on average
SUMMARY_LENGTHS = range(28, 53)  # words; 40 on average
SENTENCE = 13  # words
SPANISH_SUMMARIES, SPANISH_TITLES = 0.70, 0.15  # share of the entries that have one

INVENTED_WORDS = 30_000  # in each language
INVENTED_SHARE = 0.2  # of all words in a text
FLATNESS = 50  # makes the first invented words about equally common

# language → word → (prefix of the words of its family, share of the entries that match it).
TUNED = {
    "en": {
        "learning": ("learn", 1 / 3),
        "students": ("student", 1 / 3),
        "community": ("communit", 1 / 3),
        "families": ("famil", 1 / 3),
        "chapter": ("chapter", 0.017),
        "readiness": ("readi", 0.017),
    },
    "es": {
        "familias": ("famili", 1 / 3),
        "alumnos": ("alumn", 1 / 3),
        "lectura": ("lectur", 0.017),
    },
}
MEAN_WORDS = {"en": 48, "es": 42}  # in the texts of an entry that has some
HAS_TEXT = {"en": 1.0, "es": SPANISH_SUMMARIES}

# Parts of invented words, separated by spaces; a hyphen means no ending.
ONSETS = {
    "en": "b bl br c ch cl d dr f fl g gr h j k l m n p pl pr r s sh sk sp st t th tr v w",
    "es": "b br c ch cr d f fr g gr j l ll m n ñ p pr qu r s t tr v z",
}
VOWELS = {"en": "a e i o u ai ea oo ou", "es": "a e i o u ia ie ue ó á"}
ENDINGS = {"en": "- n r s ck nd st ing ment ness tion er", "es": "- - n s r ción dad mente dor"}


class Words:
    """The words of one language, and the likelihood of each at any position of a text."""

    def __init__(self, language, counts, seed):
        self.language = language
        weights = kit_weights(counts) | invented_weights(language, seed, known=counts)
        tune(weights, language)
        self.likelihood = dict(sorted(weights.items()))
        self.ordered = list(self.likelihood)
        self.cumulative = list(accumulate(self.likelihood.values()))

    def title(self, random):
        words = self.draw(random, random.choice(TITLE_LENGTHS))
        return " ".join(words).capitalize()

    def summary(self, random):
        words = self.draw(random, random.choice(SUMMARY_LENGTHS))
        sentences = (words[i : i + SENTENCE] for i in range(0, len(words), SENTENCE))
        return ". ".join(" ".join(sentence).capitalize() for sentence in sentences) + "."

    def draw(self, random, count):
        return random.choices(self.ordered, cum_weights=self.cumulative, k=count)

    def share(self, prefix):
        """The expected share of entries that have a word with this prefix."""
        first = bisect_left(self.ordered, prefix)
        last = bisect_left(self.ordered, prefix + "\U0010ffff")
        below = self.cumulative[first - 1] if first else 0
        likelihood = (self.cumulative[last - 1] - below) / self.cumulative[-1] if last else 0
        present = 1 - (1 - likelihood) ** MEAN_WORDS[self.language]
        return present * HAS_TEXT[self.language]


def kit_weights(counts):
    total = sum(counts.values())
    return {word: (1 - INVENTED_SHARE) * count / total for word, count in counts.items()}


def invented_weights(language, seed, known):
    words = invent_words(language, seed, known)
    weights = [1 / (rank + FLATNESS) for rank in range(len(words))]
    total = sum(weights)
    return {
        word: INVENTED_SHARE * weight / total for word, weight in zip(words, weights, strict=True)
    }


def invent_words(language, seed, known):
    """Pronounceable words that are not in `known`; the same for the same seed, in order."""
    random = Random(f"{seed} words {language}")  # noqa: S311 - repeatable on purpose
    onsets, vowels, endings = (part[language].split() for part in (ONSETS, VOWELS, ENDINGS))
    words = {}
    while len(words) < INVENTED_WORDS:
        syllables = [random.choice(onsets) + random.choice(vowels) for _ in range(3)]
        word = "".join([*syllables, random.choice(endings).strip("-")])
        if word not in known:
            words[word] = None
    return list(words)


def tune(weights, language):
    """Give each tuned word the weight with which its family matches the share in TUNED."""
    for word, (prefix, share) in TUNED[language].items():
        present = share / HAS_TEXT[language]
        wanted = 1 - (1 - present) ** (1 / MEAN_WORDS[language])
        family = [other for other in weights if other.startswith(prefix) and other != word]
        weights[word] = wanted * (0.95 if family else 1)
        for other in family:
            weights[other] = wanted * 0.05 / len(family)
