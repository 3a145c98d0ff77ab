"""The context of a guide's page."""

from itertools import groupby

from django.db.models import Prefetch
from django.utils.translation import get_language

from resources.history.public import public_history
from resources.models import Resource

from .glossary import Explainer
from .paragraphs import paragraphs


def guide_context(guide):
    """All parts of a guide for its template. Each glossary term is explained at its first use."""
    explainer = Explainer(get_language())
    recommendations = recommendations_with_cards(guide)
    context = {
        "guide": guide,
        "intro": [explainer.explain(text) for text in paragraphs(guide.intro)],
        "quotation": guide.quotations.first(),
        "steps": [explainer.explain(step.text) for step in guide.first_steps.all()],
        "lines_to_say": guide.things_to_say.all(),
        "chosen_by_us": [r for r in recommendations if not r.is_original],
        "chosen_in_2009": [r for r in recommendations if r.is_original],
        "obstacles": [
            (explainer.explain(o.obstacle), explainer.explain(o.what_helps))
            for o in guide.obstacles.all()
        ],
        "why_it_matters": explainer.explain(guide.why_it_matters),
        "findings": findings_by_source(guide),
        "sources": [
            source
            for source in guide.sources.select_related("resource", "example")
            if (source.resource or source.example).has_page
        ],
        **grouped_ways(guide),
        "history": public_history(guide),
        "examples": [
            featured.example
            for featured in guide.featured_examples.select_related("example__result")
            if featured.example.has_page
        ],
    }
    context["nearby"] = [explainer.explain(way.name) for way in context["nearby"]]
    return context | {"explained": explainer.used}


def grouped_ways(guide):
    """A guide's ways to get involved: organizations, kinds of groups nearby, those of 2009."""
    ways = guide.ways_to_get_involved.all()
    ours = [way for way in ways if not way.is_original]
    return {
        "organizations": [way for way in ours if not way.is_nearby],
        "nearby": [way for way in ours if way.is_nearby],
        "named_in_2009": [way for way in ways if way.is_original],
    }


def recommendations_with_cards(guide):
    """A guide's recommendations in order, each with its resource loaded for a card."""
    resources = Resource.objects.with_page().for_cards()
    found = guide.recommendations.filter(resource__in=Resource.objects.with_page())
    return found.select_related("chosen_by").prefetch_related(Prefetch("resource", resources))


def findings_by_source(guide):
    """[(first finding, findings)] for each run of findings of the same source, in order."""
    findings = guide.findings.select_related("resource")
    groups = groupby(findings, key=lambda finding: (finding.resource, finding.source))
    return [(found[0], found) for _source, run in groups if (found := list(run))]
