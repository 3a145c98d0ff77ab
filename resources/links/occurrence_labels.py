"""Labels for where links occur: a few of each link, for lists of many links."""

from dataclasses import dataclass

from django.db.models import Count, F, Model, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.text import capfirst

from resources.models import LinkOccurrence

from .occurrences import with_entries


@dataclass(frozen=True)
class OccurrenceLabel:
    """One place where a link occurs, as an admin page shows it."""

    entry: Model
    field: str  # the label of the field, with that of the part it belongs to
    text: str  # of the link, if it occurs within a text

    @property
    def admin_url(self):
        """The page on which the entry is changed."""
        meta = self.entry._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[self.entry.pk])


@dataclass
class OccurrenceLabels:
    """The first labels of a link, and how many more occurrences it has."""

    labels: list
    more: int


def occurrence_labels(links, most):
    """{key of a link: up to `most` labels}, in a number of queries that does not grow."""
    by_link = {"partition_by": F("link")}
    numbered = LinkOccurrence.objects.filter(link__in=links).annotate(
        number=Window(RowNumber(), order_by=LinkOccurrence._meta.ordering, **by_link),
        total=Window(Count("pk"), **by_link),
    )
    found = {}
    for _kind, entry, occurrence in with_entries(numbered.filter(number__lte=most)):
        label = OccurrenceLabel(entry, path_label(type(entry), occurrence.field), occurrence.text)
        known = found.setdefault(occurrence.link_id, OccurrenceLabels([], occurrence.total))
        known.labels.append(label)
        known.more = occurrence.total - len(known.labels)
    return found


def path_label(model, path):
    """The label of a field: of `url`, or of `first_steps.text_en` in a part."""
    *parts, field = path.split(".")
    names = []
    for part in parts:
        model = model._meta.get_field(part).related_model
        names.append(str(model._meta.verbose_name))
    return capfirst(": ".join([*names, str(model._meta.get_field(field).verbose_name)]))
