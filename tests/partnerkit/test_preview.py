"""A link to an unpublished entry: its page as visitors will see it, for a week, in no cache."""

from datetime import timedelta

import pytest
from django.core.signing import Signer
from django.utils import timezone, translation

from resources.models import Status
from resources.publishing import previews
from resources.web.page_cache import cached_pages
from tests.desk_form import address
from tests.make import (
    make_example,
    make_guide,
    make_organization,
    make_recommendation,
    make_resource,
    make_term,
    make_user,
)

pytestmark = pytest.mark.django_db


def make_topic_guide(**fields):
    return make_guide(term=make_term("topic", "families"), **fields)


def make_role_guide(**fields):
    return make_guide(term=make_term("role", "teachers"), **fields)


MAKERS = [make_resource, make_topic_guide, make_role_guide, make_example, make_organization]


def main_of(page):
    """What stands on a page, without its banner and what says where it is."""
    text = page.content.decode()
    main = text[text.index("<main") : text.index("</main>")]
    return main.partition('<div class="opening">')[2]


@pytest.mark.parametrize("make_entry", MAKERS)
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW])
def test_the_preview_is_the_page_visitors_will_see(client, make_entry, language, status):
    entry = make_entry(status=status)
    with translation.override(language):
        link, published_at = previews.preview_url(entry), entry.get_absolute_url()
    assert link.startswith("/es/preview/" if language == "es" else "/preview/")

    preview = client.get(link)
    assert preview.status_code == 200
    banner = {"en": "this page is not published", "es": "esta página no está publicada"}
    assert banner[language] in preview.content.decode()

    type(entry).objects.filter(pk=entry.pk).update(status=Status.PUBLISHED)
    path, public_path = link.removeprefix("/es"), published_at.removeprefix("/es")
    assert main_of(client.get(published_at)) == main_of(preview).replace(path, public_path)
    assert client.get(link)["Location"] == published_at


def test_no_cache_and_no_search_engine_may_store_a_preview(client):
    link = previews.preview_url(make_resource(status=Status.DRAFT))
    page = client.get(link)
    assert page["Cache-Control"] == "no-store"
    assert page["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in page.content.decode()
    assert "ETag" not in page
    assert not [key for key in cached_pages.pages if "preview" in key[0]]


def test_a_preview_link_expires_after_a_week(client, monkeypatch):
    resource = make_resource(status=Status.DRAFT, title_en="Secret")
    monkeypatch.setattr(previews, "PREVIEW_LIFETIME", timedelta(0))
    page = client.get(previews.preview_url(resource))
    assert page.status_code == 410
    assert "seven days" in page.content.decode()
    assert "Secret" not in page.content.decode()


def test_a_preview_link_cannot_be_forged_or_extended(client):
    resource = make_resource(status=Status.DRAFT)
    parts = ["resources.resource", resource.pk, int(timezone.now().timestamp()) + 60]
    forged = Signer(key="other", salt="partnerkit.preview").sign_object(parts)
    elsewhere = Signer(salt="other").sign_object(parts)
    for token in (forged, elsewhere, "nonsense", "a:b", "é"):
        page = client.get(f"/preview/{token}/")
        assert page.status_code == 404
    assert (
        client.get(f"/preview/{previews.preview_signer().sign_object(parts)}/").status_code == 200
    )


def test_a_preview_refuses_post(client):
    link = previews.preview_url(make_resource(status=Status.DRAFT))
    assert client.post(link).status_code == 405


def test_the_link_of_a_deleted_draft_leads_nowhere(client):
    draft = make_resource(status=Status.DRAFT)
    link = previews.preview_url(draft)
    draft.delete()
    assert client.get(link).status_code == 404


def test_links_to_other_drafts_stay_hidden_in_a_preview(client):
    guide = make_topic_guide(status=Status.DRAFT)
    make_recommendation(guide, make_resource(status=Status.DRAFT, title_en="Another draft"))
    page = client.get(previews.preview_url(guide))
    assert "Another draft" not in page.content.decode()


def test_the_desk_offers_a_preview_until_there_is_a_page(client):
    client.force_login(make_user("contributor"))
    draft, published = make_resource(status=Status.DRAFT), make_resource()
    assert "/preview/" in client.get(address(draft)).content.decode()
    assert "/preview/" not in client.get(address(published)).content.decode()
