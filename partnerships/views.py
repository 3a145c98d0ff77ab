from collections import Counter
from functools import partial
from itertools import groupby

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from resources.directory.page import directory_page
from resources.history.public import public_history
from resources.links import destinations
from resources.models import ROLE, TOPIC, FormerSlug, FormerTerm, Resource, Term, Vocabulary
from resources.search.analysis import folded_words
from resources.web.views import public_page, redirect_former_slugs

from .guide_page import grouped_ways, guide_context
from .models import Example, GlossaryTerm, Guide, KitListing, KitPage, ThingToSay
from .topic_groups import topic_groups


@public_page
def topic_list(request):
    return render(request, "partnerships/topic_list.html", {"groups": topic_groups()})


@public_page
@redirect_former_slugs(partial(FormerTerm.objects.current_slug, TOPIC))
def topic_detail(request, slug):
    term = get_object_or_404(Term.objects.topics().select_related("kit_page"), slug=slug)
    guide = Guide.objects.with_page().filter(term=term).for_page().first()
    return topic_page(request, term, guide)


def topic_page(request, term, guide=None):
    """The guide, and below it the list of resources. If filtered or paged, only the list.

    A closed guide leaves only the reason why it was closed.
    """
    context, status = directory_page(request, f"{term.label} – {_('Topics')}", within_term=term)
    is_list_only = context["filterset"].is_narrowed or request.GET.get("page") is not None
    context |= {"term": term, "is_list_only": is_list_only}
    if guide and guide.is_closed:
        context |= {"closed_guide": guide, "history": public_history(guide)}
    elif guide:
        context["guide"] = guide
        if not is_list_only:
            context |= guide_context(guide)
    return render(request, "partnerships/topic_detail.html", context, status=status)


@public_page
def role_list(request):
    context = {"roles": Guide.objects.published().roles().for_links()}
    return render(request, "partnerships/role_list.html", context)


@public_page
@redirect_former_slugs(partial(FormerTerm.objects.current_slug, ROLE))
def role_detail(request, slug):
    guides = Guide.objects.with_page().roles().for_page()
    return role_page(request, get_object_or_404(guides, term__slug=slug))


def role_page(request, guide):
    """The page for a role, or its tombstone."""
    published = Resource.objects.published()
    for_role = published.filter(terms=guide.term)
    topics = guide.related_topics.with_resource_count().most_for(guide.term)
    other_roles = Guide.objects.published().roles().for_links().exclude(pk=guide.pk)
    context = guide_context(guide) | {
        "count": for_role.count(),
        "spanish_count": for_role.filter(terms__vocabulary="language", terms__slug="es").count(),
        "others_count": published.exclude(terms=guide.term).count(),
        "topics": topics,
        "lines_to_say": ThingToSay.objects.filter(guide__term=topics.first()),
        "other_roles": other_roles,
    }
    template = "closed_role" if guide.is_closed else "role_detail"
    return render(request, f"partnerships/{template}.html", context)


@public_page
def example_list(request):
    examples = Example.objects.published().for_cards().order_by("result__order", "slug")
    groups = [(result, list(found)) for result, found in groupby(examples, lambda e: e.result)]
    context = {"groups": groups, "total": sum(len(found) for _result, found in groups)}
    return render(request, "partnerships/example_list.html", context)


@public_page
@redirect_former_slugs(partial(FormerSlug.objects.current_slug, Example))
def example_detail(request, slug):
    examples = Example.objects.with_page().for_page()
    return example_page(request, get_object_or_404(examples, slug=slug))


def example_page(request, example):
    """The page of an example, or its tombstone."""
    guides = Guide.objects.published().filter(featured_examples__example=example).for_links()
    guide = min(guides, key=lambda g: g.term not in example.terms.all(), default=None)
    facets = Vocabulary.objects.facets()
    context = {
        "example": example,
        "destination": destinations.address_destination(example.source_url),
        "facts": [(v, terms) for v in facets if (terms := example.terms_of(v.slug))],
        "guides": guides,
        "guide": guide,
        "steps": guide.first_steps.all() if guide else [],
        "counterexample": counterexample_to(example),
        "history": public_history(example),
    }
    template = "closed_example" if example.is_closed else "example_detail"
    return render(request, f"partnerships/{template}.html", context)


def counterexample_to(example):
    """A published example of the same need with another result, first a sobering one."""
    needs = [term for term in example.terms.all() if term.vocabulary_id == "need"]
    others = Example.objects.published().for_cards().exclude(result=example.result)
    return others.filter(terms__in=needs).order_by("-result__order", "slug").first()


@public_page
def glossary(request):
    terms = sorted(GlossaryTerm.objects.all(), key=lambda term: folded_words(term.term))
    letters = [(letter, list(found)) for letter, found in groupby(terms, key=initial_letter)]
    return render(request, "partnerships/glossary.html", {"letters": letters, "total": len(terms)})


def initial_letter(term):
    """The heading of a term in the glossary: `A`, or `0–9`."""
    first = folded_words(term.term)[0][0].upper()
    return "0–9" if first.isdigit() else first


@public_page
def get_involved(request):
    guides = Guide.objects.published().topics().for_links().with_ways()
    entries = [{"guide": guide, **grouped_ways(guide)} for guide in guides]
    return render(request, "partnerships/get_involved.html", {"entries": entries})


@public_page
def kit_history(request):
    pages = KitPage.objects.order_by("-is_part_of_kit", "number")
    pages = pages.select_related("term", "parent__term").prefetch_related("listings")
    listed = KitListing.objects.listed().values_list("fate", flat=True)
    context = {"pages": pages, "fates": fate_counts(listed), "total": len(listed)}
    return render(request, "partnerships/history.html", context)


@public_page
@redirect_former_slugs(partial(FormerTerm.objects.current_slug, TOPIC))
def kit_page_detail(request, slug):
    pages = KitPage.objects.select_related("term", "parent__term")
    page = get_object_or_404(pages, term__slug=slug)
    listings = list(page.listings.for_ledger())
    listed = [listing for listing in listings if listing.kind == KitListing.Kind.LISTED]
    guide = Guide.objects.published().filter(term=page.term).for_links().first()
    context = {
        "kit_page": page,
        "guide": guide,
        "quotation": guide.quotations.first() if guide else None,
        "ways": guide.ways_to_get_involved.from_original_kit() if guide else [],
        "listed": listed,
        "named": [listing for listing in listings if listing not in listed],
        "fates": fate_counts(listing.fate for listing in listed),
    }
    return render(request, "partnerships/history_page.html", context)


def fate_counts(fates):
    """[(fate, count)] in the order of `KitListing.Fate`, without fates that nothing has."""
    counts = Counter(fates)
    return [(fate, counts[fate]) for fate in KitListing.Fate if counts[fate]]
