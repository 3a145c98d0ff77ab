"""Reads from the fixtures what the generator needs: facets, terms, guides, word counts."""

import json
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "es")
WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True)
class Facet:
    slug: str
    is_single: bool
    terms: tuple[str, ...]  # slugs, the kit's most used first


@dataclass(frozen=True)
class Kit:
    facets: dict[str, Facet]
    organization_kinds: tuple[str, ...]
    guides: tuple[tuple[str, str], ...]  # vocabulary and slug of the term each is about
    word_counts: dict[str, Counter]  # by language


@lru_cache(maxsize=1)
def read_kit():
    records = [
        (record["model"], record["fields"] | {"pk": record.get("pk")})
        for path in sorted(ROOT.glob("fixtures/*.json"))
        for record in json.loads(path.read_text())
    ]
    terms = ranked_terms(records)
    return Kit(
        facets={
            fields["pk"]: Facet(
                fields["pk"], bool(fields.get("is_single")), tuple(terms[fields["pk"]])
            )
            for model, fields in records
            if model == "resources.vocabulary" and fields.get("is_facet")
        },
        organization_kinds=tuple(terms["organization-kind"]),
        guides=tuple(tuple(f["term"]) for model, f in records if model == "partnerships.guide"),
        word_counts={language: count_words(records, language) for language in LANGUAGES},
    )


def ranked_terms(records):
    """Slugs of each vocabulary's terms, by how many of the kit's records use them."""
    uses = Counter()
    for _model, fields in records:
        uses.update(tuple(term) for term in [*fields.get("terms", []), fields.get("kind")] if term)
    ranked = {}
    for model, fields in records:
        if model == "resources.term":
            ranked.setdefault(fields["vocabulary"], []).append(fields["slug"])
    for vocabulary, slugs in ranked.items():
        slugs.sort(key=lambda slug: (-uses[vocabulary, slug], slug))
    return ranked


def count_words(records, language):
    counts = Counter()
    for _model, fields in records:
        for name, value in fields.items():
            if name.endswith(f"_{language}") and isinstance(value, str):
                counts.update(WORD.findall(value.lower()))
    return counts
