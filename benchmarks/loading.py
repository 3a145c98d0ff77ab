"""Writes the generated entries as a large import does: in batches, each one transaction.

Triggers and constraints stay on, so the time includes their cost.
"""

import hashlib
import sys
import time
from itertools import count

from django.db import connection, transaction

from partnerships.models import Guide, Recommendation
from resources.batches import batches
from resources.models import Organization, Resource, Term

from .generator import Generator
from .kit import read_kit

BATCH = 2000  # entries in one transaction
STATEMENT = 5000  # rows in one statement, unless the database takes fewer parameters
FIRST_ORDER = 1000  # behind what the kit's own guides recommend


def load(*, entries, seed):
    """Fill up to `entries` entries; returns facts about them. The kit must be loaded already."""
    generator = Generator(read_kit(), entries=entries - Resource.objects.count(), seed=seed)
    loader, started = Loader(), time.perf_counter()
    for batch in batches(generator.organizations(), BATCH):
        loader.add_organizations(batch)
    progress = Progress(generator.number_of_entries)
    for batch in batches(generator.entries(), BATCH):
        loader.add_entries(batch)
        progress.tell(len(batch))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # now, not at some moment of the measurements
    return {
        "entries": Resource.objects.count(),
        "organizations": Organization.objects.count(),
        "terms_of_entries": Resource.terms.through.objects.count(),
        "recommendations": Recommendation.objects.count(),
        "fingerprint": loader.fingerprint.hexdigest(),
        "loading_seconds": round(time.perf_counter() - started, 1),
    }


class Loader:
    def __init__(self):
        self.terms = {(t.vocabulary_id, t.slug): t.pk for t in Term.objects.all()}
        guides = Guide.objects.select_related("term")
        self.guides = {(g.term.vocabulary_id, g.term.slug): g.pk for g in guides}
        self.organizations = []  # keys, in the order of the generator's numbers
        self.orders = count(FIRST_ORDER)
        self.fingerprint = hashlib.blake2b(digest_size=8)

    @transaction.atomic
    def add_organizations(self, rows):
        self.fingerprint.update(repr(list(rows)).encode())
        records = [
            Organization(
                kind_id=self.terms["organization-kind", row.pop("kind")],
                region_id=self.terms["region", row.pop("region")],
                **row,
            )
            for row in rows
        ]
        Organization.objects.bulk_create(records, batch_size=STATEMENT)
        self.organizations += [record.pk for record in records]

    @transaction.atomic
    def add_entries(self, rows):
        self.fingerprint.update(repr(list(rows)).encode())
        terms = [row.pop("terms") for row in rows]
        recommendations = [row.pop("recommendations") for row in rows]
        records = [
            Resource(organization_id=self.organizations[row.pop("organization")], **row)
            for row in rows
        ]
        Resource.objects.bulk_create(records, batch_size=STATEMENT)
        self.add_terms(records, terms)
        self.add_recommendations(records, recommendations)

    def add_terms(self, records, terms):
        uses = Resource.terms.through
        pairs = (
            uses(resource_id=record.pk, term_id=self.terms[term])
            for record, its_terms in zip(records, terms, strict=True)
            for term in its_terms
        )
        uses.objects.bulk_create(pairs, batch_size=STATEMENT)

    def add_recommendations(self, records, recommendations):
        made = [
            Recommendation(
                guide_id=self.guides[row.pop("guide")],
                resource_id=record.pk,
                chosen_by_id=self.terms["chosen-by", "partnerkit"],
                order=next(self.orders) % 30_000,
                **row,
            )
            for record, its_rows in zip(records, recommendations, strict=True)
            for row in its_rows
        ]
        Recommendation.objects.bulk_create(made, batch_size=STATEMENT)


class Progress:
    """Prints a line to stderr every five seconds: entries, rate, time left."""

    def __init__(self, total):
        self.total, self.done = total, 0
        self.started = self.told = time.monotonic()

    def tell(self, more):
        self.done += more
        now = time.monotonic()
        if now - self.told < 5 and self.done < self.total:
            return
        self.told = now
        rate = self.done / (now - self.started)
        left = (self.total - self.done) / rate
        sys.stderr.write(f"  {self.done:,} entries, {rate:,.0f} a second, {left:,.0f} s left\n")
        sys.stderr.flush()
