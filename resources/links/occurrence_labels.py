"""Where links stand, in words: a few places of each, for lists of many links."""

from dataclasses import dataclass

from django.db.models import Count, F, Model, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.text import capfirst

from resources.models import LinkOccurrence

from .occurrences import with_entries


@dataclass(frozen=True)
class Whereabout:
    entry: Model
    field: str  # what the field of the entry, or of a part of it, is called
    text: str  # of the link, where it stands within a text

    @property
    def desk_page(self):
        """Where the entry is changed."""
        meta = self.entry._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[self.entry.pk])


@dataclass
class Whereabouts:
    """Some of the places of a link, and how many more there are."""

    places: list
    more: int


def whereabouts(links, most):
    """{key of a link: up to `most` of its places}, in a number of queries that does not grow."""
    by_link = {"partition_by": F("link")}
    numbered = LinkOccurrence.objects.filter(link__in=links).annotate(
        number=Window(RowNumber(), order_by=LinkOccurrence._meta.ordering, **by_link),
        total=Window(Count("pk"), **by_link),
    )
    found = {}
    for _source, entry, place in with_entries(numbered.filter(number__lte=most)):
        here = Whereabout(entry, name_of(type(entry), place.field), place.text)
        known = found.setdefault(place.link_id, Whereabouts([], place.total))
        known.places.append(here)
        known.more = place.total - len(known.places)
    return found


def name_of(model, path):
    """What the field `url` is called, or `first_steps.text_en` of a part."""
    *parts, field = path.split(".")
    names = []
    for part in parts:
        model = model._meta.get_field(part).related_model
        names.append(str(model._meta.verbose_name))
    return capfirst(": ".join([*names, str(model._meta.get_field(field).verbose_name)]))
