"""Filters of the list of links: by host, by cause of trouble, by pauses of checks."""

from django.contrib import admin
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from resources.links.causes import Cause, links_in_trouble
from resources.models.link_states import TROUBLE

HOSTS_OFFERED = 10


class CauseFilter(admin.SimpleListFilter):
    """Links in trouble for one cause, the same as in the worklist."""

    title = _("trouble")
    parameter_name = "cause"

    def lookups(self, request, model_admin):
        return Cause.choices

    def queryset(self, request, queryset):
        if self.value() not in Cause.values:
            return queryset
        return queryset.filter(pk__in=links_in_trouble(Cause(self.value())).values("pk"))


class SiteFilter(admin.SimpleListFilter):
    """Links of one host. The hosts with the most links in trouble are offered."""

    title = _("site")
    parameter_name = "site"

    def lookups(self, request, model_admin):
        in_trouble = model_admin.model.objects.filter(state__in=TROUBLE).order_by()
        counted = in_trouble.values("host").annotate(links=Count("pk")).order_by("-links", "host")
        hosts = list(counted.values_list("host", flat=True)[:HOSTS_OFFERED])
        chosen = request.GET.get(self.parameter_name)
        if chosen and chosen not in hosts:
            hosts.append(chosen)
        return [(host, host) for host in hosts]

    def queryset(self, request, queryset):
        return queryset.filter(host=self.value()) if self.value() else queryset


class PausedFilter(admin.SimpleListFilter):
    title = _("visits")
    parameter_name = "left_out"

    def lookups(self, request, model_admin):
        return [("yes", _("paused for now")), ("over", _("resumed"))]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        conditions = {
            "yes": Q(do_not_check_until__gte=today),
            "over": Q(do_not_check_until__lt=today),
        }
        return queryset.filter(conditions.get(self.value(), Q()))
