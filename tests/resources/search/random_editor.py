"""Random edits of everything that an answer depends on."""

from partnerships.models import GlossaryTerm, Guide, Recommendation
from resources.models import Organization, Resource, Status, SynonymGroup, Term, Vocabulary
from tests.make import make_term

from .random_data import (
    ONLY_SEARCHED,
    STATUSES,
    YEARS,
    make_entry,
    recommend,
    some_terms,
    text,
    texts,
)


class RandomEditor:
    """Makes random edits; `change()` returns the name of the edit."""

    def __init__(self, rng):
        self.rng = rng
        self.numbers = iter(range(1_000))
        self.ways = [getattr(self, name) for name in dir(RandomEditor) if name.startswith("edit_")]

    def change(self):
        way = self.rng.choice(self.ways)
        way()
        return way.__name__

    def any(self, model):
        return self.rng.choice(model.objects.order_by("pk"))

    def edit_texts(self):
        self.save(self.any(Resource), **texts(self.rng))

    def edit_many(self):
        Resource.objects.filter(year=2006).update(year=self.rng.choice(YEARS))

    def edit_terms(self):
        self.any(Resource).terms.set(some_terms(self.rng))

    def edit_status(self):
        self.save(self.any(Resource), status=self.rng.choice(list(Status)))

    def edit_by_adding(self):
        make_entry(self.rng)

    def edit_by_deleting(self):
        resource = self.any(Resource)
        resource.recommendations.all().delete()
        resource.delete()

    def edit_slug(self):
        model = self.rng.choice([Resource, Organization, Term])
        self.save(self.any(model), slug=f"slug-{next(self.numbers)}")

    def edit_organization(self):
        name = text(self.rng, "en", 2)
        self.save(self.any(Organization), name=name, status=self.rng.choice(STATUSES))

    def edit_publisher(self):
        self.save(self.any(Resource), organization=self.any(Organization))

    def edit_recommendation(self):
        recommend(self.rng)

    def edit_by_not_recommending(self):
        self.any(Recommendation).delete()

    def edit_reason(self):
        self.save(self.any(Recommendation), why_here_en=text(self.rng, "en", 3))

    def edit_guide(self):
        self.save(self.any(Guide), status=self.rng.choice(list(Status)))

    def edit_vocabulary(self):
        facet = f"facet-{next(self.numbers)}"
        make_term(facet).resources.add(self.any(Resource), self.any(Resource))

    def edit_facets(self):
        vocabulary = self.any(Vocabulary)
        self.save(vocabulary, is_facet=not vocabulary.is_facet)

    def edit_term(self):
        self.save(self.any(Term), order=self.rng.randint(1, 9))

    def edit_synonyms(self):
        SynonymGroup.objects.filter(direction="one-way").first().delete()
        direction, lines = "one-way", (text(self.rng, "en", 2), text(self.rng, "es", 2))
        fields = dict(zip(("from_phrases", "to_phrases"), lines, strict=True))
        slug = f"group-{next(self.numbers)}x"
        SynonymGroup.objects.create(slug=slug, direction=direction, **fields)

    def edit_glossary(self):
        self.save(self.any(GlossaryTerm), term_en=self.rng.choice(ONLY_SEARCHED))

    def save(self, record, **fields):
        for name, value in fields.items():
            setattr(record, name, value)
        record.save()
