"""The mix of queries: twenty kinds, each with many different addresses.

Terms, words and pages are chosen at random with a seed, so two runs request the same. Every fifth
address is Spanish. The number of entries that a word matches follows from its likelihood.
"""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from .generator import organization_slug
from .words import TUNED

VARIANTS = 50  # addresses of a kind
PER_PAGE = 20
SORTS = ("recommended", "title", "newest")
FACETS, FEW, THIRD, DEEP = "facets", "text up to 2 %", "text a third", "deep"
GROUPS = (FACETS, FEW, THIRD, DEEP)

# Shares of the entries that a word or a prefix matches: (lowest, highest).
RARE, RAREST, MIDDLE = (0.01, 0.02), (0.00005, 0.0002), (0.04, 0.13)
PREFIXES = (0.003, 0.02)
PREFIX_LENGTH = 5

# Stop words, which a search ignores if there are others.
STOP_WORDS = """
    after about could should would there these their which where other need needs help helps want
    cuando quiero tambien también necesito buscar ayudar ayuda sobre donde
"""


@dataclass(frozen=True)
class Kind:
    name: str
    group: str
    paths: tuple[str, ...]


def mix(generator):
    """All kinds of queries for the entries of `generator`."""
    return [
        Kind(name, group, tuple(addresses(generator, name, parameters)))
        for name, (group, parameters) in KINDS.items()
    ]


def addresses(generator, name, parameters):
    """Up to VARIANTS different addresses of one kind."""
    found = {}
    choice = RandomParameters(generator, generator.random_for(f"queries {name}"))
    for number in range(VARIANTS * 20):
        choice.language = "es" if number % 5 == 4 else "en"
        prefix = "/es" if choice.language == "es" else ""
        query = urlencode(parameters(choice), doseq=True)
        found[f"{prefix}/resources/?{query}"] = None
        if len(found) == VARIANTS:
            break
    return found


class RandomParameters:
    """Chooses parameters of an address at random; words are of `language`."""

    def __init__(self, generator, random):
        self.generator, self.random, self.language = generator, random, "en"
        self.facets = generator.kit.facets

    def common_term(self, *facets):
        facet = self.facets[self.random.choice(facets or list(self.facets))]
        return {facet.slug: self.random.choice(facet.terms[:2])}

    def term(self, facet):
        terms = self.facets[facet].terms
        return {facet: self.random.choice(terms[: len(terms) // 2 + 1])}

    def rare_term(self):
        facet = self.facets[self.random.choice(["topic", "role", "need", "partnership", "group"])]
        return {facet.slug: self.random.choice(facet.terms[len(facet.terms) * 2 // 3 :])}

    def region(self):
        return {"region": self.random.choice(self.facets["region"].terms)}

    def publisher(self):
        number = int(self.random.random() ** 2 * self.generator.number_of_organizations)
        return {"organization": organization_slug(number)}

    def any_of(self, facet):
        """Three terms, any of which will do."""
        return {facet: sorted(self.random.sample(self.facets[facet].terms, k=3))}

    def sort(self):
        return {"sort": self.random.choice(SORTS)}

    def page(self, last):
        return {"page": self.random.randint(1, last)}

    def deep_page(self, share):
        """A page near the middle of a list with `share` of the entries."""
        pages = self.generator.number_of_entries * share / PER_PAGE
        return {"page": max(1, int(pages * self.random.uniform(0.3, 0.6)))}

    def common_word(self):
        tuned = TUNED[self.language].items()
        return self.random.choice([word for word, (_prefix, share) in tuned if share > RARE[1]])

    def word(self, shares):
        return self.random.choice(words_matching(self.generator.words[self.language], *shares))

    def prefix(self):
        """The prefix of a word, such as `readi`."""
        words = self.generator.words[self.language]
        return self.random.choice(prefixes_matching(words, *PREFIXES))


@lru_cache(maxsize=100)
def words_matching(words, low, high):
    """Words that match a share of the entries from `low` to `high`, prefix matches included."""
    return [
        word
        for word in words.ordered
        if len(word) >= PREFIX_LENGTH
        and word not in STOP_WORDS.split()
        and low <= words.share(word) <= high
    ]


@lru_cache(maxsize=100)
def prefixes_matching(words, low, high):
    prefixes = {w[:PREFIX_LENGTH]: None for w in words.ordered if len(w) >= PREFIX_LENGTH + 2}
    return [
        prefix
        for prefix in prefixes
        if prefix not in words.likelihood and low <= words.share(prefix) <= high
    ]


# Name → (group, the parameters of one address).
KINDS = {
    "no filter": (FACETS, lambda c: c.sort() | c.page(9)),
    "one facet, common": (FACETS, lambda c: c.common_term() | c.sort()),
    "one facet, rare": (FACETS, lambda c: c.rare_term() | c.sort()),
    "one facet, region": (FACETS, lambda c: c.region() | c.sort()),
    "one facet, publisher": (FACETS, lambda c: c.publisher()),
    "three facets": (FACETS, lambda c: c.term("topic") | c.term("role") | c.term("need")),
    "OR inside a facet": (FACETS, lambda c: c.any_of("topic") | c.sort()),
    "OR inside, AND across": (FACETS, lambda c: c.any_of("topic") | c.any_of("role")),
    "word, rare": (FEW, lambda c: {"q": c.word(RARE)}),
    "word, rarest": (FEW, lambda c: {"q": c.word(RAREST)}),
    "two words": (FEW, lambda c: {"q": f"{c.word(MIDDLE)} {c.word(MIDDLE)}"}),
    "prefix": (FEW, lambda c: {"q": c.prefix()}),
    "word, rare, and a facet": (FEW, lambda c: {"q": c.word(RARE)} | c.common_term("topic")),
    "word, rare, and OR": (FEW, lambda c: {"q": c.word(RARE)} | c.any_of("role")),
    "prefix and a facet": (FEW, lambda c: {"q": c.prefix()} | c.common_term("role")),
    "word, common": (THIRD, lambda c: {"q": c.common_word()} | c.page(8)),
    "word, common, and a facet": (
        THIRD,
        lambda c: {"q": c.common_word()} | c.common_term("topic", "role", "need", "format"),
    ),
    "word, common, and OR": (THIRD, lambda c: {"q": c.common_word()} | c.any_of("topic")),
    "deep, no filter": (DEEP, lambda c: c.sort() | c.deep_page(1)),
    "deep, word, common": (DEEP, lambda c: {"q": c.common_word()} | c.deep_page(0.3)),
}
