"""Plain builders for test data: valid, unlike one another, and as bare as a record may be."""

from datetime import date
from itertools import count

from django.contrib.auth.models import Group, User

from partnerships.models import Example, GlossaryTerm, Guide, KitPage, Recommendation
from resources.messages.reference_numbers import add_check_digits
from resources.models import (
    TOPIC,
    Link,
    Organization,
    Resource,
    Status,
    Term,
    VisitorMessage,
    Vocabulary,
)
from resources.models.urls import display_host

SINGLE = {"effort", "format", "evidence", "cost", "region"}
NOT_A_FACET = {"address-evidence", "chosen-by", "evidence-status", "organization-kind", "result"}

numbers = count(1)


def make_vocabulary(slug=None, **fields):
    """The vocabulary `slug`, made when it is missing; a facet unless the kit uses it otherwise."""
    slug = slug or f"vocabulary-{next(numbers)}"
    name = slug.replace("-", " ").capitalize()
    defaults = {
        "name_en": name,
        "name_es": f"{name} (es)",
        "is_facet": slug not in NOT_A_FACET,
        "is_single": slug in SINGLE,
    }
    found = Vocabulary.objects.filter(pk=slug).first()
    return found or make(Vocabulary, slug=slug, **defaults | fields)


def make_term(vocabulary=TOPIC, slug=None, **fields):
    """A term of `vocabulary` (a slug); the one there is, if it has one with that slug."""
    slug = slug or f"term-{next(numbers)}"
    label = slug.replace("-", " ").capitalize()
    defaults = {"label_en": label, "label_es": f"{label} (es)"}
    make_vocabulary(vocabulary)
    found = Term.objects.filter(vocabulary=vocabulary, slug=slug).first()
    return found or make(Term, vocabulary_id=vocabulary, slug=slug, **defaults | fields)


def make_organization(**fields):
    number = next(numbers)
    defaults = {
        "slug": f"organization-{number}",
        "name": f"Organization {number}",
        "url": f"https://organization-{number}.example.org/",
        "description_en": f"What organization {number} does.",
        "description_es": f"Lo que hace la organización {number}.",
        "status": Status.PUBLISHED,
    }
    terms = {"kind": ("organization-kind", "nonprofit"), "region": ("region", "california")}
    return make(Organization, **defaults | with_terms(terms, fields) | fields)


def make_resource(terms=(), **fields):
    """A published resource of a new organization, with `terms`."""
    number = next(numbers)
    defaults = {
        "slug": f"resource-{number}",
        "title_en": f"Resource {number}",
        "summary_en": f"What resource {number} offers.",
        "summary_es": f"Lo que ofrece el recurso {number}.",
        "url": f"https://example.org/resource-{number}",
        "status": Status.PUBLISHED,
    }
    if "organization" not in fields:
        fields["organization"] = make_organization()
    resource = make(Resource, **defaults | fields)
    resource.terms.set(terms)
    return resource


def make_guide(term=None, **fields):
    """A published guide about `term`, a topic or a role; about a new topic unless given."""
    defaults = {
        "intro_en": "What this guide is about.",
        "intro_es": "De qué trata esta guía.",
        "status": Status.PUBLISHED,
    }
    return make(Guide, term=term or make_term(), **defaults | fields)


def make_recommendation(guide=None, resource=None, **fields):
    """A recommendation of our own, for the whole resource unless `locator_en` is given."""
    defaults = {
        "why_here_en": "Why it helps here.",
        "why_here_es": "Por qué sirve aquí.",
        **with_terms({"chosen_by": ("chosen-by", "partnerkit")}, fields),
    }
    guide, resource = guide or make_guide(), resource or make_resource()
    return make(Recommendation, guide=guide, resource=resource, **defaults | fields)


def make_example(terms=(), **fields):
    """A published example, with `terms`."""
    number = next(numbers)
    defaults = {
        "slug": f"example-{number}",
        "name_en": f"Example {number}",
        "name_es": f"Ejemplo {number}",
        "state": "CA",
        "partners_en": "A school\nA shop",
        "partners_es": "Una escuela\nUna tienda",
        "what_they_did_en": "They worked together.",
        "what_they_did_es": "Trabajaron juntas.",
        "outcome_en": "More students came.",
        "outcome_es": "Vinieron más estudiantes.",
        "source_title": "A report",
        "source_url": f"https://example.org/report-{number}",
        "status": Status.PUBLISHED,
        **with_terms({"result": ("result", "positive")}, fields),
    }
    example = make(Example, **defaults | fields)
    example.terms.set(terms)
    return example


def make_glossary_term(term, **fields):
    """A glossary term that is the same word in both languages, unless `fields` says otherwise."""
    defaults = {
        "slug": f"word-{next(numbers)}",
        "term_en": term,
        "term_es": term,
        "definition_en": "What the word means.",
        "definition_es": "Lo que quiere decir la palabra.",
        "kind": GlossaryTerm.Kind.BODY,
    }
    return make(GlossaryTerm, **defaults | fields)


def make_kit_page(term=None, **fields):
    """A page of the 2009 kit, about a new topic unless given."""
    defaults = {
        "number": KitPage.objects.count() + 1,
        "title_en": "Families",
        "source_url": "https://example.org/",
        "closed_on": date(2022, 1, 1),
        "coverage": KitPage.Coverage.PARTIAL,
        "list_status": KitPage.ListStatus.NONE,
        "summary_en": "What it said.",
    }
    return make(KitPage, term=term or make_term(), **defaults | fields)


def make_link(address=None, **fields):
    """A link that was never visited, unless `fields` says otherwise."""
    address = address or f"https://site-{next(numbers)}.example.org/page"
    return Link.objects.create(address=address, **{"host": display_host(address)} | fields)


def make_user(role=None, **fields):
    """Somebody who may enter the desk, in the group of that `role` if one is given."""
    user = User.objects.create(username=f"user-{next(numbers)}", is_staff=True, **fields)
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


def make_message(**fields):
    """A visitor's message, waiting."""
    number = next(numbers)
    defaults = {
        "kind": VisitorMessage.Kind.SUGGESTION,
        "text": f"Message {number}",
        "language": "en",
        "reference_number": add_check_digits(f"{number:010}"),
        "form_nonce": str(number),
    }
    return VisitorMessage.objects.create(**defaults | fields)


def with_terms(terms, fields):
    """Terms for the references that `fields` does not give."""
    return {name: make_term(*key) for name, key in terms.items() if name not in fields}


def make(model, **fields):
    """A saved record whose Spanish was made from its English, unless `fields` says otherwise."""
    record = model(**fields)
    if "translated_from" not in fields:
        record.mark_translated()
    record.save()
    return record
