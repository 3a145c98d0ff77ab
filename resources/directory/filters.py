"""The parameters of the directory: named, labelled and validated in one place."""

from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from resources import search
from resources.models import Resource
from resources.models.translation import LANGUAGES
from resources.search import Selection, Sort
from resources.web.fragments import FragmentCache
from resources.web.views import shorten_for_notice, unknown_parameter_notices

MAX_QUERY_LENGTH = 200
MAX_CHOICES = 50  # in all filters together, because the link of each choice repeats the others
MAX_UNKNOWN_VALUES_NAMED = 3  # for each filter


class TermsField(forms.Field):
    """Slugs of one facet's values, without duplicates and unknown slugs.

    `former` maps the slug of a merged term to the slug of the term that replaces it.
    """

    widget = forms.MultipleHiddenInput  # Parses only. The page has its own checkboxes.

    def __init__(self, *, known, former, **kwargs):
        super().__init__(**kwargs)
        self.known, self.former = known, former

    def clean(self, value):
        given = dict.fromkeys(self.current_slug(slug) for slug in value or [])
        return [slug for slug in given if slug in self.known]

    def current_slug(self, slug):
        return slug if slug in self.known else self.former.get(slug, slug)


class TermsFilter(filters.Filter):
    field_class = TermsField


# Language → filters, for each FacetLabels. To make them takes as long as to use them.
filter_cache = FragmentCache(max_entries=len(LANGUAGES))


def make_filters(labels, declared):
    """A filter for each parameter: those `declared`, and one for each facet."""
    facets = {
        facet: TermsFilter(
            label=labels.facet_name(facet),
            known=known,
            former=labels.former_terms.get(facet, {}),
        )
        for facet, known in labels.facets.items()
    }
    return deepcopy(declared) | facets


@dataclass(frozen=True)
class AppliedFilter:
    """A ticked value or the searched words, the address without it, and the count there."""

    label: str
    facet: str
    address: str
    count: int


class ResourceFilterSet(filters.FilterSet):
    """The one place that names, labels and validates the directory's parameters.

    Facets narrow each other (AND). Choices within a facet widen it (OR), so a facet is counted
    under every selection except its own. Each vocabulary that is a facet is a parameter.
    `within_term` narrows everything to one term, for the page of a topic.
    """

    q = filters.CharFilter(label=_("Search"), max_length=MAX_QUERY_LENGTH)
    sort = filters.ChoiceFilter(label=_("Sort"), choices=Sort.choices)

    def __init__(self, data, *, within_term=None):
        super().__init__(data, queryset=Resource.objects.none())
        self.within_term = within_term
        self.snapshot = search.current_snapshot()
        labels = self.snapshot.labels
        cache = filter_cache.of(labels)
        self.filters = cache.get(get_language(), make_filters, labels, self.base_filters)

    @cached_property
    def cleaned_data(self):
        """The cleaned values of the valid parameters, by name.

        A Django form would give the same, after copying all its fields for this one request.
        """
        cleaned = {}
        for name in self.data.keys() & self.filters.keys():
            field = self.filters[name].field
            with suppress(ValidationError):
                cleaned[name] = field.clean(field.widget.value_from_datadict(self.data, {}, name))
        room = MAX_CHOICES
        for facet in filter(cleaned.__contains__, self.snapshot.labels.facets):
            cleaned[facet] = cleaned[facet][:room]
            room -= len(cleaned[facet])
        return cleaned

    @cached_property
    def selection(self):
        text = self.cleaned_data.get("q", "")
        terms = ((facet, self.cleaned_data.get(facet)) for facet in self.snapshot.labels.facets)
        return Selection(
            text=text,
            terms={facet: frozenset(slugs) for facet, slugs in terms if slugs},
            within_term=self.within_term,
            sort=self.sort_of(self.cleaned_data.get("sort"), text),
            language=get_language(),
        )

    @staticmethod
    def sort_of(name, text):
        """The order asked for. The default is relevance, which exists only with words."""
        if name and (text or name != Sort.RELEVANCE):
            return Sort(name)
        return Sort.RELEVANCE if text else Sort.RECOMMENDED

    @cached_property
    def result(self):
        """The answer of the search: entries, total and the counts of all facets."""
        return search.find(self.selection, self.snapshot)

    @property
    def is_narrowed(self):
        """True if the visitor asked for words or filters."""
        return bool(self.selection.text or self.selection.terms)

    @property
    def ticked_count(self):
        """The number of ticked choices in all filters together."""
        return sum(map(len, self.selection.terms.values()))

    @cached_property
    def applied_filters(self):
        """The words and choices that narrow the list, each with the address without it."""
        selection, labels, found = self.selection, self.snapshot.labels, []
        if selection.text:
            count = self.result.count(selection.without_text())
            label = _("“%(words)s”") % {"words": selection.text}
            found.append(AppliedFilter(label, _("Search"), self.address(q=None), count))
        for facet in selection.terms:
            for slug in self.cleaned_data[facet]:
                count = self.result.count(selection.without(facet, slug))
                rest = [other for other in self.cleaned_data[facet] if other != slug]
                name, label = labels.facet_name(facet), labels.value_label(facet, slug)
                found.append(AppliedFilter(label, name, self.address(**{facet: rest}), count))
        return found

    @property
    def removable_filters(self):
        """Applied filters without which something is found, the highest count first."""
        return sorted((a for a in self.applied_filters if a.count), key=lambda a: -a.count)

    @cached_property
    def query_parts(self):
        """The valid parameters as parts of a query, by name."""
        return {name: query_part(name, value) for name, value in self.cleaned_data.items()}

    def address(self, **changes):
        """The query for the same selection with `changes`, from page one on.

        The parameters are in the order of their names, as in the page cache.
        """
        changed = {name: query_part(name, value) for name, value in changes.items()}
        parts = self.query_parts | changed
        return "?" + "&".join(parts[name] for name in sorted(parts) if parts[name])

    @cached_property
    def sorts(self):
        """(label, address, is it the current one) of each possible order."""
        sorts = [s for s in Sort if self.selection.text or s != Sort.RELEVANCE]
        return [(s.label, self.address(sort=s.value), s == self.selection.sort) for s in sorts]

    @cached_property
    def notices(self):
        """A sentence about each part of the address that the page could not use."""
        return [*self.text_notices(), *self.ignored_values(), *self.ignored_names()]

    @property
    def is_malformed(self):
        """True if the searched words could not be used."""
        return "q" in self.data and "q" not in self.cleaned_data

    def text_notices(self):
        if not self.is_malformed:
            return
        if len(self.data.get("q", "")) > MAX_QUERY_LENGTH:
            yield _("Search for at most %(limit)s characters. We left your words out.") % {
                "limit": MAX_QUERY_LENGTH
            }
        else:
            yield _("Your words hold a character no text has. We left them out.")

    def ignored_values(self):
        if self.ticked_count >= MAX_CHOICES:
            yield _("We read at most %(limit)s choices in all filters together.") % {
                "limit": MAX_CHOICES
            }
        for name in [*self.snapshot.labels.facets, "sort"]:
            for value in self.unknown_values(name)[:MAX_UNKNOWN_VALUES_NAMED]:
                yield _("We do not know “%(value)s” under “%(filter)s”, so we left it out.") % {
                    "value": shorten_for_notice(value),
                    "filter": self.filters[name].label,
                }

    def unknown_values(self, name):
        """The values of a parameter in the address that do not exist."""
        if name not in self.data or (name == "sort" and name in self.cleaned_data):
            return []
        if name == "sort":
            return [self.data[name]]
        known, field = self.snapshot.labels.facets[name], self.filters[name].field
        given = dict.fromkeys(self.data.getlist(name))
        return [value for value in given if field.current_slug(value) not in known]

    def ignored_names(self):
        yield from unknown_parameter_notices(self.data, known={*self.filters, "page"})
        for name in ("q", "sort", "page"):
            if len(self.data.getlist(name)) > 1:
                yield _("The address gives “%(name)s” more than once. We used the last one.") % {
                    "name": name
                }


def query_part(name, value):
    """`name=value` as in a query, for each of several values. Empty without a value."""
    return urlencode({name: value}, doseq=True) if value else ""
