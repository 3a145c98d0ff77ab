"""Random entries made of few words, so that they have much in common, and random selections."""

import re

from django.http import QueryDict

from partnerships.models import GlossaryTerm, Guide, Recommendation
from resources.models import Organization, Resource, Status, SynonymGroup, Term
from resources.search import Selection, Sort
from tests.make import (
    make,
    make_guide,
    make_organization,
    make_recommendation,
    make_resource,
    make_term,
    make_vocabulary,
)


def words_of(text):
    return re.findall(r"\S+", text)


WORDS = {
    "en": words_of("""
        the and help family families familiar school schools schooling parent parents parents'
        plan plans planning plane guide guides reading read reader college colleges attend
        attendance student students skip truancy back to start papa mayor’s k12 2020 home
        communication communications skipper backpack campus class
    """),
    "es": words_of("""
        la los para familia familias familiar escuela escuelas escolar padre padres papá papás
        papa papas año años ano niño niños nino niña participación participacion participar guía
        guias lectura leer plan planes comunicación asistencia ayuda mamá español
    """),
}
OFTEN = {
    "en": ["family", "school", "plan", "parents", "guide"],
    "es": ["familias", "escuela", "plan", "padres", "guía"],
}
SELDOM = ["scool", "plann", "famly", "padrez", "guidde", "escuel"]
ONLY_SEARCHED = words_of("""
        familly shcool schol atendance atendence partcipación comunicasion guidde papaz estudent
        colege planing lighthouse xyzzy fam famil pl p ñ é parti 20 202 communicatoin ni niñ
        FAMILIES Año AÑOS İstanbul asistensia readng skool
    """)
PHRASES = ["back to school", "skip school", "cut class", "inicio escolar", "plan de lectura"]
SIGNS = ["", "", "", "", "", "-", '"', "(", "AND", "--", "’s", "*", "\u0301", "“", "c++", ":", "/"]
TITLES = [
    "Plan",
    "plan",
    "A plan",
    "Guía",
    "Guia",
    "La guía",
    "Niño",
    "Ninos",
    "",
    "Papás",
    "Papas",
]
YEARS = [None, None, 2005, 2006, 2006, 2009]
STATUSES = [Status.PUBLISHED] * 7 + [Status.CLOSED] * 2 + [Status.DRAFT]
FACETS = {"topic": 6, "need": 4, "language": 2, "format": 3, "role": 3, "empty": 2, "result": 2}
GROUPS = [
    {"english": "parents\nfamilies", "spanish": "padres\nfamilias\nmamá"},
    {"english": "back to school\nschool start\nplan", "spanish": "inicio escolar"},
    {"english": "student\nstudents"},
    {"english": "school\ncampus", "spanish": "escuela"},
    {"direction": "one-way", "from_phrases": "skip school\ncut class", "to_phrases": "attendance"},
    {"direction": "one-way", "from_phrases": "leer", "to_phrases": "reading\nplan de lectura"},
    {"english": "the", "spanish": "español"},
]


def text(rng, language, most):
    kinds = [WORDS[language]] * 20 + [OFTEN[language]] * 10 + [SELDOM]
    many = rng.randint(1, most)
    return " ".join(rng.choice(rng.choice(kinds)) for _ in range(many))


def texts(rng):
    return {
        "title_en": rng.choice([*TITLES, text(rng, "en", 3)]) or "Plans",
        "title_es": rng.choice(["", *TITLES, text(rng, "es", 3)]),
        "summary_en": text(rng, "en", 6),
        "summary_es": rng.choice(["", text(rng, "es", 6)]),
        "year": rng.choice(YEARS),
    }


def make_random_entries(rng, size=150):
    """Make `size` entries with terms, organizations, guides and synonyms."""
    for facet, many in FACETS.items():
        make_vocabulary(facet, order=rng.randint(1, 3), is_single=False)
        for number in range(many):
            make_term(facet, f"{facet}-{number}", order=rng.randint(1, 2))
    for number in range(27):
        status = rng.choice(STATUSES)
        name = f"{rng.choice(['Family', 'Escuela', 'Año'])} {number % 9}"
        make_organization(slug=f"publisher-{number}", name=name, status=status)
    for topic in Term.objects.filter(vocabulary__in=["topic", "role"])[:7]:
        make_guide(topic, status=rng.choice(STATUSES))
    for _ in range(size):
        make_entry(rng)
    for _ in range(size // 2):
        recommend(rng)
    for number, group in enumerate(GROUPS):
        SynonymGroup.objects.create(slug=f"group-{number}", **group)
    for slug, name in [("one", "Skool"), ("two", "skool"), ("three", "LCAP"), ("four", "Colege")]:
        make(GlossaryTerm, slug=slug, term_en=name, definition_en="A word.", kind="plan")


def make_entry(rng):
    organizations = list(Organization.objects.order_by("pk"))
    return make_resource(
        organization=rng.choice(organizations[: rng.choice([4, 27])]),
        terms=some_terms(rng),
        status=rng.choice(STATUSES),
        **texts(rng),
    )


def some_terms(rng):
    terms = Term.objects.exclude(vocabulary="empty").order_by("pk")
    return rng.sample(list(terms), rng.randint(0, 6))


def recommend(rng):
    """Make a random recommendation, unless it exists already."""
    guide = rng.choice(Guide.objects.order_by("pk"))
    resource = rng.choice(Resource.objects.order_by("pk")[: rng.choice([20, 150])])
    chosen_by = make_term("chosen-by", rng.choice(["partnerkit", "original-kit"]))
    if not Recommendation.objects.filter(guide=guide, resource=resource, chosen_by=chosen_by):
        make_recommendation(
            guide,
            resource,
            chosen_by=chosen_by,
            order=Recommendation.objects.count(),
            why_here_en=text(rng, "en", 4),
            locator_detail_es=text(rng, "es", 3),
        )


class RandomSelections:
    """Makes random selections of the terms and organizations that exist."""

    def __init__(self, rng, labels):
        self.rng = rng
        self.facets = {facet: sorted(values) for facet, values in labels.facets.items() if values}
        self.topics = [term for terms in labels.terms.values() for term in terms.values()]

    def words(self):
        rng, pieces = self.rng, []
        known, often = [*WORDS["en"], *WORDS["es"]], [*OFTEN["en"], *OFTEN["es"]]
        for _ in range(rng.choice([1, 1, 2, 2, 3, 4, 7])):
            word = rng.choice(rng.choice([known, known, often, ONLY_SEARCHED, SELDOM, PHRASES]))
            pieces.append(rng.choice(SIGNS) + word + rng.choice(SIGNS))
        if rng.random() < 0.2:
            phrase = " ".join(rng.choices(often, k=rng.randint(1, 2)))
            pieces.insert(rng.randint(0, 2), rng.choice(["", "-"]) + f'"{phrase}"')
        if rng.random() < 0.15:
            pieces.append(f"-{rng.choice(known)}")
        return " ".join(pieces)

    def terms(self):
        many = self.rng.choice([0, 0, 0, 1, 1, 2, 3])
        facets = self.rng.sample(sorted(self.facets), min(many, len(self.facets)))
        return {facet: self.some(self.facets[facet]) for facet in facets}

    def some(self, values):
        many = min(self.rng.choice([1, 1, 2, 3]), len(values))
        return frozenset(self.rng.sample(values, many))

    def selection(self):
        rng = self.rng
        words = self.words() if rng.random() < 0.7 else ""
        sorts = [s for s in Sort if words or s != Sort.RELEVANCE]
        return Selection(
            text=words,
            terms=self.terms(),
            within_term=rng.choice(self.topics) if rng.random() < 0.15 else None,
            sort=Sort.RELEVANCE if words and rng.random() < 0.5 else rng.choice(sorts),
            language=rng.choice(["en", "es"]),
        )


def address_of(selection):
    """The parameters that ask for a selection."""
    query = QueryDict(mutable=True)
    query["q"], query["sort"] = selection.text, selection.sort.value
    for facet, values in selection.terms.items():
        query.setlist(facet, sorted(values))
    return query
