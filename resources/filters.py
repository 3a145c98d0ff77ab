"""The directory's parameters: named, labelled and checked in one place."""

from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

import django_filters as filters
from django import forms
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from resources import catalogue
from resources.catalogue import Selection, Sort
from resources.http import notices_of_unread, shorten
from resources.models import Resource

TEXT_LIMIT = 200


class TermsField(forms.Field):
    """Slugs of one facet's values. Unknown ones are left out and kept in `ignored`."""

    widget = forms.MultipleHiddenInput  # only reads; the page writes its own checkboxes

    def __init__(self, *, known, **kwargs):
        super().__init__(**kwargs)
        self.known = known

    def clean(self, value):
        given = list(dict.fromkeys(value or []))
        self.ignored = [slug for slug in given if slug not in self.known]
        return [slug for slug in given if slug in self.known]


class TermsFilter(filters.Filter):
    field_class = TermsField


# The names of filters → language → what is made of them, which takes as long as using it.
kept_filters, kept_forms = WeakKeyDictionary(), WeakKeyDictionary()


def term_filters(names, language):
    """A filter for each facet, by its parameter."""
    by_language = kept_filters.setdefault(names, {})
    if language not in by_language:
        by_language[language] = {
            facet: TermsFilter(label=names.facet_name(facet), known=known)
            for facet, known in names.facets.items()
        }
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
        self.view = catalogue.current()
        self.filters |= term_filters(self.view.names, get_language())

    def get_form_class(self):
        """The same for everybody while the names of filters stay as they are."""
        forms_by_language = kept_forms.setdefault(self.view.names, {})
        language = get_language()
        if language not in forms_by_language:
            forms_by_language[language] = super().get_form_class()
        return forms_by_language[language]

    @cached_property
    def selection(self):
        self.form.is_valid()
        chosen = self.form.cleaned_data
        text = chosen.get("q", "")
        return Selection(
            text=text,
            terms={f: frozenset(chosen[f]) for f in self.view.names.facets if chosen[f]},
            within=self.within,
            sort=self.sort_of(chosen.get("sort"), text),
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
        return catalogue.find(self.selection, self.view)

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
        selection, found = self.selection, []
        if selection.text:
            count = self.result.count(selection.without_text())
            label = _("“%(words)s”") % {"words": selection.text}
            found.append(AppliedFilter(label, _("Search"), self.address(q=None), count))
        for facet in selection.terms:
            for slug in self.form.cleaned_data[facet]:
                count = self.result.count(selection.without(facet, slug))
                rest = [other for other in self.form.cleaned_data[facet] if other != slug]
                name, label = self.view.names.facet_name(facet), self.view.names.label(facet, slug)
                found.append(AppliedFilter(label, name, self.address(**{facet: rest}), count))
        return found

    @property
    def ways_out(self):
        """What can be taken out so that something is found, most found first."""
        return sorted((a for a in self.applied if a.count), key=lambda a: -a.count)

    @cached_property
    def asked(self):
        """What the visitor asked for and we can use, by parameter; empty ones are left out."""
        chosen = self.form.cleaned_data
        return {name: chosen[name] for name in self.filters if chosen.get(name)}

    def address(self, **changes):
        """The query that asks for the same, but for `changes`; it starts over at page one.

        Parameters stand in the order of their names, as page_cache.py has them.
        """
        asked = sorted((name, value) for name, value in (self.asked | changes).items() if value)
        query = urlencode(asked, doseq=True)
        return f"?{query}"

    @cached_property
    def sorts(self):
        """The orders on offer, as (label, address, whether it is the current one)."""
        offered = [s for s in Sort if self.selection.text or s != Sort.RELEVANCE]
        return [(s.label, self.address(sort=s.value), s == self.selection.sort) for s in offered]

    @cached_property
    def notices(self):
        """What the page could not use of the address, one sentence each."""
        self.form.is_valid()
        return [*self.text_notices(), *self.ignored_values(), *self.ignored_names()]

    @property
    def is_malformed(self):
        """Whether the searched words themselves could not be used."""
        return "q" in self.form.errors

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
        for name, field in self.form.fields.items():
            values = getattr(field, "ignored", [])
            if name == "sort" and name in self.form.errors:
                values = [self.data["sort"]]
            for value in values[:3]:
                yield _("We do not know “%(value)s” under “%(filter)s”, so we left it out.") % {
                    "value": shorten(value),
                    "filter": field.label,
                }

    def ignored_names(self):
        yield from notices_of_unread(self.data, known={*self.filters, "page"})
        for name in ("q", "sort", "page"):
            if len(self.data.getlist(name)) > 1:
                yield _("The address gives “%(name)s” more than once. We used the last one.") % {
                    "name": name
                }
