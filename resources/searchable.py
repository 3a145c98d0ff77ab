"""What a search finds besides resources: organizations."""

from operator import attrgetter

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from resources.search.postings import Field
from resources.search.site_pages import Source, register

from .models import Organization


def texts(organization):
    yield Field.TITLE, "en", organization.name
    yield Field.SUMMARY, "en", organization.description_en
    yield Field.SUMMARY, "es", organization.description_es


def counted(n):
    return ngettext("%(n)d organization", "%(n)d organizations", n) % {"n": n}


register(
    Source(
        kind="organization",
        label=_("Organizations"),
        records=Organization.objects.with_page,
        texts=texts,
        title=attrgetter("name"),
        counted=counted,
    )
)
