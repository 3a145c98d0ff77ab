"""List filters that several admin classes share."""

from datetime import timedelta

from django.contrib import admin
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from resources.models import TOPIC, Term

REVIEW_VALIDITY = timedelta(days=365)


class ReviewFilter(admin.SimpleListFilter):
    title = _("review by a person")
    parameter_name = "review"

    def lookups(self, request, model_admin):
        return [
            ("never", _("never")),
            ("old", _("more than a year ago")),
            ("recent", _("within a year")),
        ]

    def queryset(self, request, queryset):
        a_year_ago = timezone.localdate() - REVIEW_VALIDITY
        conditions = {
            "never": Q(reviewed_on=None),
            "old": Q(reviewed_on__lt=a_year_ago),
            "recent": Q(reviewed_on__gte=a_year_ago),
        }
        return queryset.filter(conditions.get(self.value(), Q()))


class TopicFilter(admin.SimpleListFilter):
    """Entries with one topic, or with none, which nobody finds by browsing."""

    title = _("topic")
    parameter_name = "topic"
    WITHOUT_TOPIC = "-"

    def lookups(self, request, model_admin):
        topics = [(term.slug, term.label) for term in Term.objects.topics()]
        return [*topics, (self.WITHOUT_TOPIC, _("no topic"))]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        if self.value() == self.WITHOUT_TOPIC:
            return queryset.exclude(terms__vocabulary=TOPIC)
        return queryset.filter(terms__in=Term.objects.topics().filter(slug=self.value()))
