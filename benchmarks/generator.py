"""Generates synthetic entries, the same for the same seed and size.

Terms are as unevenly used as in a real directory. Terms, guides and words are those of the kit.
Rows are dictionaries that refer to each other by slug or number, and `loading.py` makes records of
them. They are generated one by one, so a million entries need no more memory than a thousand.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from random import Random

from .kit import LANGUAGES
from .words import SPANISH_SUMMARIES, SPANISH_TITLES, Words

# The number of an entry's terms in a vocabulary is one of these, each as likely. In others it is
# 1 if the vocabulary is single, else 0 to 2.
TERM_COUNTS = {
    "topic": (1, 1, 2, 2, 3),
    "role": (1, 2, 2, 3, 4),
    "need": (0, 1, 1, 2, 3),
    "grade": (1, 1, 1, 2, 3),
    "group": (0, 0, 0, 0, 1),
}
TERM_SKEW = 0.8  # exponent of Zipf's law over the terms of a vocabulary
ENTRIES_PER_ORGANIZATION = 20
LANGUAGE_SHARES = {
    ("en",): 72,
    ("en", "es"): 8,
    ("es",): 17,
}  # per cent; the others have a rare language
STATUS_SHARES = {"published": 97, "closed": 2, "draft": 1}
LINK_SHARES = {"works": 70, "not-checked": 24, "moved": 3, "refuses-robots": 2, "gone": 1}
RECOMMENDED = 0.02  # of the entries
LAST_YEAR, NO_YEAR = 2026, 0.2
CHECKED_AT = datetime(2026, 11, 1, 8, tzinfo=UTC)


class Generator:
    def __init__(self, kit, *, entries, seed):
        self.kit = kit
        self.number_of_entries = entries
        self.number_of_organizations = max(1, entries // ENTRIES_PER_ORGANIZATION)
        self.seed = seed
        self.words = {code: Words(code, kit.word_counts[code], seed) for code in LANGUAGES}
        self.term_weights = {f.slug: zipf(len(f.terms)) for f in kit.facets.values()}
        self.organization_weights = list(
            accumulate(1 / (rank + 10) for rank in range(self.number_of_organizations))
        )

    def random_for(self, purpose):
        return Random(f"{self.seed} {purpose}")  # noqa: S311 - repeatable on purpose

    def organizations(self):
        """Publishers, the largest first."""
        random = self.random_for("organizations")
        for number in range(self.number_of_organizations):
            name = " ".join(self.words["en"].draw(random, random.choice((2, 3, 3, 4)))).title()
            slug = organization_slug(number)
            yield {
                "slug": slug,
                "name": name,
                "url": f"https://{slug}.example.org/",
                "description_en": self.words["en"].summary(random),
                "description_es": self.words["es"].summary(random),
                "status": "published",
                "kind": random.choice(self.kit.organization_kinds),
                "region": self.terms_of(self.kit.facets["region"], random)[0],
            }

    def entries(self):
        random = self.random_for("entries")
        for number in range(self.number_of_entries):
            slug = f"entry-{number:07}"
            status = one_of(STATUS_SHARES, random)
            yield {
                "slug": slug,
                "url": f"https://www.example.org/library/{slug}.html",
                "status": status,
                **self.texts(random, status),
                **checked_link(random),
                "year": year(random),
                "listed_on": date(2026, 11, 1) - timedelta(days=random.randrange(2000)),
                "organization": random.choices(
                    range(self.number_of_organizations), cum_weights=self.organization_weights
                )[0],
                "terms": self.terms(random),
                "recommendations": self.recommendations(random, status),
            }

    def texts(self, random, status):
        english, spanish = self.words["en"], self.words["es"]
        return {
            "title_en": english.title(random),
            "title_es": spanish.title(random) if random.random() < SPANISH_TITLES else "",
            "summary_en": english.summary(random),
            "summary_es": spanish.summary(random) if random.random() < SPANISH_SUMMARIES else "",
            "closing_note_en": "It ended." if status == "closed" else "",
        }

    def terms(self, random):
        """(vocabulary, slug) of each term of one entry."""
        return [
            (facet.slug, slug)
            for facet in self.kit.facets.values()
            for slug in self.terms_of(facet, random)
        ]

    def terms_of(self, facet, random):
        if facet.slug == "language":
            return languages(facet, random)
        counts = TERM_COUNTS.get(facet.slug, (1,) if facet.is_single else (0, 1, 2))
        drawn = random.choices(
            facet.terms, cum_weights=self.term_weights[facet.slug], k=random.choice(counts)
        )
        return list(dict.fromkeys(drawn))

    def recommendations(self, random, status):
        if status != "published" or random.random() >= RECOMMENDED:
            return []
        guides = random.sample(self.kit.guides, k=random.choice((1, 1, 2)))
        first = random.randrange(1, 200)
        pages = f"{first}–{first + random.randrange(1, 30)}"
        return [
            {"guide": guide, "locator_en": f"pp. {pages}", "locator_es": f"págs. {pages}"}
            for guide in guides
        ]


def organization_slug(number):
    return f"publisher-{number:06}"


def zipf(length):
    """Cumulative weights of `length` ranks, by Zipf's law."""
    return list(accumulate(1 / rank**TERM_SKEW for rank in range(1, length + 1)))


def one_of(shares, random):
    """A random key of `shares`, {key: weight}."""
    return random.choices(list(shares), weights=shares.values())[0]


def languages(facet, random):
    rest = 100 - sum(LANGUAGE_SHARES.values())
    chosen = one_of(LANGUAGE_SHARES | {None: rest}, random)
    return chosen or [random.choice([slug for slug in facet.terms if slug not in LANGUAGES])]


def checked_link(random):
    state = one_of(LINK_SHARES, random)
    return {
        "link_state": state,
        "link_checked_at": None if state == "not-checked" else CHECKED_AT,
    }


def year(random):
    """A year, mostly a recent one; sometimes None."""
    if random.random() < NO_YEAR:
        return None
    return max(1990, LAST_YEAR - int(random.expovariate(1 / 6)))
