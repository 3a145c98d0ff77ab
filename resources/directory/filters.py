"""The directory's parameters: named, labelled and checked in one place."""

from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from resources import search
from resources.models import Resource
from resources.search import Selection, Sort
from resources.web.views import shorten_for_notice, unknown_parameter_notices

TEXT_LIMIT = 200
MOST_CHOICES = 50  # in all filters together; each one’s link repeats all the others


class TermsField(forms.Field):
    """Slugs of one facet's values, each once; unknown ones are left out.

    `former` says which value took the place of one that is no more.
    """

    widget = forms.MultipleHiddenInput  # only reads; the page writes its own checkboxes

    def __init__(self, *, known, former, **kwargs):
        super().__init__(**kwargs)
        self.known, self.former = known, former

    def clean(self, value):
        given = dict.fromkeys(self.today(slug) for slug in value or [])
        return [slug for slug in given if slug in self.known]

    def today(self, slug):
        return slug if slug in self.known else self.former.get(slug, slug)


class TermsFilter(filters.Filter):
    field_class = TermsField


# The names of filters → language → filters, which take as long to make as to use.
kept = WeakKeyDictionary()


def filters_of(names, language, declared):
    """A filter for each parameter: those `declared`, and one for each facet."""
    by_language = kept.setdefault(names, {})
    if language not in by_language:
        facets = {
            facet: TermsFilter(
                label=names.facet_name(facet),
                known=known,
                former=names.former_terms.get(facet, {}),
            )
            for facet, known in names.facets.items()
        }
        by_language[language] = deepcopy(declared) | facets
    return by_language[language]


@dataclass(frozen=True)
class AppliedFilter:
    """A ticked term (or the searched words), the address without it and the count found there."""

    label: str
    facet: str
    address: str
    count: int


class ResourceFilterSet(filters.FilterSet):
    """The one place that names, labels and checks the directory's parameters.

    Facets narrow one another (AND); choices within a facet widen it (OR). So a facet is
    counted with every selection applied except its own. Every vocabulary that is a facet
    becomes a parameter; `within` narrows everything to one term, for a topic's own page.
    """

    q = filters.CharFilter(label=_("Search"), max_length=TEXT_LIMIT)
    sort = filters.ChoiceFilter(label=_("Sort"), choices=Sort.choices)

    def __init__(self, data, *, within=None):
        super().__init__(data, queryset=Resource.objects.none())
        self.within = within
        self.snapshot = search.current_snapshot()
        self.filters = filters_of(self.snapshot.labels, get_language(), self.base_filters)

    @cached_property
    def chosen(self):
        """What can be used of the parameters given, by name; none that breaks its rule.

        A Django form would say the same, after copying all its fields for this one request.
        """
        chosen = {}
        for name in self.data.keys() & self.filters.keys():
            field = self.filters[name].field
            with suppress(ValidationError):
                chosen[name] = field.clean(field.widget.value_from_datadict(self.data, {}, name))
        room = MOST_CHOICES
        for facet in filter(chosen.__contains__, self.snapshot.labels.facets):
            chosen[facet] = chosen[facet][:room]
            room -= len(chosen[facet])
        return chosen

    @cached_property
    def selection(self):
        text = self.chosen.get("q", "")
        terms = ((facet, self.chosen.get(facet)) for facet in self.snapshot.labels.facets)
        return Selection(
            text=text,
            terms={facet: frozenset(slugs) for facet, slugs in terms if slugs},
            within=self.within,
            sort=self.sort_of(self.chosen.get("sort"), text),
            language=get_language(),
        )

    @staticmethod
    def sort_of(name, text):
        """The order asked for. Relevance is only there with words, and is then the default."""
        if name and (text or name != Sort.RELEVANCE):
            return Sort(name)
        return Sort.RELEVANCE if text else Sort.RECOMMENDED

    @cached_property
    def result(self):
        """The catalogue's answer: entries, total and every facet's counts."""
        return search.find(self.selection, self.snapshot)

    @property
    def is_narrowed(self):
        """Whether the visitor asked for anything: words or filters."""
        return bool(self.selection.text or self.selection.terms)

    @property
    def ticked_count(self):
        """How many choices are ticked, in all filters together."""
        return sum(map(len, self.selection.terms.values()))

    @cached_property
    def applied(self):
        """What narrows the list, words first, each with the address that takes it out."""
        selection, labels, found = self.selection, self.snapshot.labels, []
        if selection.text:
            count = self.result.count(selection.without_text())
            label = _("“%(words)s”") % {"words": selection.text}
            found.append(AppliedFilter(label, _("Search"), self.address(q=None), count))
        for facet in selection.terms:
            for slug in self.chosen[facet]:
                count = self.result.count(selection.without(facet, slug))
                rest = [other for other in self.chosen[facet] if other != slug]
                name, label = labels.facet_name(facet), labels.value_label(facet, slug)
                found.append(AppliedFilter(label, name, self.address(**{facet: rest}), count))
        return found

    @property
    def ways_out(self):
        """What can be taken out so that something is found, most found first."""
        return sorted((a for a in self.applied if a.count), key=lambda a: -a.count)

    @cached_property
    def asked(self):
        """What the visitor asked for and we can use: a piece of a query for each parameter."""
        return {name: query_of(name, value) for name, value in self.chosen.items()}

    def address(self, **changes):
        """The query that asks for the same, but for `changes`; it starts over at page one.

        Parameters stand in the order of their names, as page_cache.py has them.
        """
        asked = self.asked | {name: query_of(name, value) for name, value in changes.items()}
        return "?" + "&".join(asked[name] for name in sorted(asked) if asked[name])

    @cached_property
    def sorts(self):
        """The orders on offer, as (label, address, whether it is the current one)."""
        offered = [s for s in Sort if self.selection.text or s != Sort.RELEVANCE]
        return [(s.label, self.address(sort=s.value), s == self.selection.sort) for s in offered]

    @cached_property
    def notices(self):
        """What the page could not use of the address, one sentence each."""
        return [*self.text_notices(), *self.ignored_values(), *self.ignored_names()]

    @property
    def is_malformed(self):
        """Whether the searched words themselves could not be used."""
        return "q" in self.data and "q" not in self.chosen

    def text_notices(self):
        if not self.is_malformed:
            return
        if len(self.data.get("q", "")) > TEXT_LIMIT:
            yield _("Search for at most %(limit)s characters. We left your words out.") % {
                "limit": TEXT_LIMIT
            }
        else:
            yield _("Your words hold a character no text has. We left them out.")

    def ignored_values(self):
        if self.ticked_count >= MOST_CHOICES:
            yield _("We read at most %(limit)s choices in all filters together.") % {
                "limit": MOST_CHOICES
            }
        for name in [*self.snapshot.labels.facets, "sort"]:
            for value in self.ignored(name)[:3]:
                yield _("We do not know “%(value)s” under “%(filter)s”, so we left it out.") % {
                    "value": shorten_for_notice(value),
                    "filter": self.filters[name].label,
                }

    def ignored(self, name):
        """Values given for a parameter that we do not know."""
        if name not in self.data or (name == "sort" and name in self.chosen):
            return []
        if name == "sort":
            return [self.data[name]]
        known, today = self.snapshot.labels.facets[name], self.filters[name].field.today
        return [v for v in dict.fromkeys(self.data.getlist(name)) if today(v) not in known]

    def ignored_names(self):
        yield from unknown_parameter_notices(self.data, known={*self.filters, "page"})
        for name in ("q", "sort", "page"):
            if len(self.data.getlist(name)) > 1:
                yield _("The address gives “%(name)s” more than once. We used the last one.") % {
                    "name": name
                }


def query_of(name, value):
    """`name=value` as a query has it, once for each of several values; nothing for none."""
    return urlencode({name: value}, doseq=True) if value else ""
