"""The kinds of entries of this app, declared once each."""

from operator import attrgetter

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .entry_kinds import (
    EntryKind,
    HistoryOptions,
    LinkOptions,
    SearchOptions,
    WorklistOptions,
    register,
)
from .links.occurrences import Occurrence, occurrences_in_texts
from .models import Organization, Resource, SynonymGroup, Term, Vocabulary
from .models.translation import LANGUAGES
from .search.postings import Field
from .worklist.duplicates import duplicate_issues, look_alike_keys
from .worklist.reasons import (
    awaiting_decision,
    hard_to_read,
    missing_translation,
    review_due,
    stale_translation,
)

# A revert leaves alone what the workflow decides and what people vouch for.
WORKFLOW_FIELDS = frozenset(
    {
        "slug",
        "status",
        "publish_at",
        "close_at",
        "closing_note_en",
        "closing_note_es",
        "successor",
        "reviewed_on",
        "reviewed_by",
        "review_due_on",
    }
)


def both_languages(*names):
    """The columns of bilingual texts."""
    return [f"{name}_{language}" for name in names for language in LANGUAGES]


def links_of_resource(resource):
    """A closed resource shows only its archived copy and the links in its texts."""
    if resource.url and not resource.is_closed:
        yield Occurrence(resource.url, "url")
    if resource.archived_url:
        yield Occurrence(resource.archived_url, "archived_url")
    yield from occurrences_in_texts(resource)


def titles_of_resource(resource):
    return filter(None, (resource.title_en, resource.title_es))


def links_of_organization(organization):
    if organization.url and not organization.is_closed:
        yield Occurrence(organization.url, "url")
    yield from occurrences_in_texts(organization)


def texts_of_organization(organization):
    yield Field.TITLE, "en", organization.name
    yield Field.SUMMARY, "en", organization.description_en
    yield Field.SUMMARY, "es", organization.description_es


def organization_count_label(n):
    return ngettext("%(n)d organization", "%(n)d organizations", n) % {"n": n}


register(
    EntryKind(
        slug="resource",
        model=Resource,
        with_page=Resource.objects.with_page,
        with_texts=lambda: Resource.objects.select_related("organization"),
        history=HistoryOptions(
            unreverted_fields=WORKFLOW_FIELDS,
            # What the link checker saw belongs to the address it saw it at.
            fields_reverted_with={"url": ["link_state", "link_checked_at"]},
            public_fields={
                *both_languages("title", "summary", "closing_note"),
                *("organization", "url", "terms", "year", "archived_url", "successor"),
            },
        ),
        links=LinkOptions(
            occurrences=links_of_resource,
            titles=titles_of_resource,
            publishers=lambda resource: [resource.organization.name],
            last_opened_on=attrgetter("reviewed_on"),
        ),
        search=None,  # the index of resources is about nothing else
        worklist=WorklistOptions(
            topics="terms",
            organization="organization",
            finders=[
                awaiting_decision,
                duplicate_issues,
                stale_translation,
                missing_translation,
                review_due,
                hard_to_read,
            ],
            related=[look_alike_keys],
        ),
    )
)
register(
    EntryKind(
        slug="organization",
        model=Organization,
        with_page=Organization.objects.with_page,
        history=HistoryOptions(unreverted_fields=frozenset({"slug", "status"})),
        links=LinkOptions(
            occurrences=links_of_organization,
            titles=lambda organization: [organization.name],
            publishers=lambda organization: [organization.name],
        ),
        search=SearchOptions(
            label=_("Organizations"),
            texts=texts_of_organization,
            title=attrgetter("name"),
            count_label=organization_count_label,
            order=4,
        ),
        worklist=WorklistOptions(
            organization="pk", finders=[stale_translation, missing_translation, hard_to_read]
        ),
    )
)
for slug, model, unreverted in [
    ("vocabulary", Vocabulary, set()),
    ("term", Term, {"slug", "vocabulary"}),
    ("synonyms", SynonymGroup, {"slug"}),
]:
    register(
        EntryKind(
            slug=slug,
            model=model,
            history=HistoryOptions(unreverted_fields=frozenset(unreverted)),
            links=None,
            search=None,
            worklist=None,
        )
    )
