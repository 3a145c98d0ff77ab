"""Editing resources and vocabularies: terms, permanent addresses, rules, and the lists."""

import pytest
from django.contrib.auth.models import Permission, User
from django.forms import modelform_factory
from django.utils import timezone

from resources.admin.editing.forms import BaseAdminForm
from resources.models import LinkState, Organization, Resource, Status, Term, Vocabulary
from tests.desk_form import address, errors_of, open_form, save
from tests.make import make_organization, make_resource, make_term, make_vocabulary

pytestmark = pytest.mark.django_db


CURRENT, STALE, MISSING = Resource.TranslationState


def reload(record):
    return type(record).objects.get(pk=record.pk)


def slugs(resource):
    return {f"{term.vocabulary_id}:{term.slug}" for term in resource.terms.all()}


# Terms


def test_a_vocabulary_added_today_is_on_the_form_today(admin_client):
    resource = make_resource()
    resident = make_term("neighborhood", "riverside")
    save(admin_client, resource, terms_neighborhood=[resident.pk])
    assert slugs(reload(resource)) == {"neighborhood:riverside"}


def test_saving_keeps_terms_of_vocabularies_the_form_does_not_show(admin_client):
    make_vocabulary("desk-mark", is_facet=False)
    kept, dropped, new = (
        make_term("desk-mark", "kept"),
        make_term("topic", "dropped"),
        make_term("topic", "new"),
    )
    resource = make_resource(terms=[kept, dropped])
    assert "terms_desk-mark" not in open_form(admin_client, resource)[1]
    save(admin_client, resource, terms_topic=[new.pk])
    assert slugs(reload(resource)) == {"desk-mark:kept", "topic:new"}


def test_an_untouched_form_keeps_every_term(admin_client):
    terms = [make_term("topic", "one"), make_term("topic", "two"), make_term("format", "video")]
    resource = make_resource(terms=terms)
    save(admin_client, resource)
    assert slugs(reload(resource)) == {"topic:one", "topic:two", "format:video"}


def test_a_single_vocabulary_never_gets_two_terms(admin_client):
    video, audio = make_term("format", "video"), make_term("format", "audio")
    resource = make_resource(terms=[video])
    save(admin_client, resource, terms_format=[video.pk, audio.pk])
    assert len(slugs(reload(resource))) == 1


def test_a_term_of_another_vocabulary_is_refused(admin_client):
    topic, need = make_term("topic", "families"), make_term("need", "reading")
    resource = make_resource(terms=[topic])
    page = save(admin_client, resource, terms_topic=[need.pk])
    assert len(errors_of(page)) == 1
    assert slugs(reload(resource)) == {"topic:families"}


def test_a_user_who_may_only_view_an_entry_reads_the_names_of_its_terms(client):
    resource = make_resource(terms=[make_term("topic", "families")])
    onlooker = User.objects.create_user("onlooker", is_staff=True)
    onlooker.user_permissions.add(Permission.objects.get(codename="view_resource"))
    client.force_login(onlooker)
    page = client.get(address(resource))
    assert page.status_code == 200
    assert '<div class="readonly">Families</div>' in page.content.decode()


# Rules an editor must not break


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"summary_en": "", "summary_es": ""}, "Write a summary before publishing."),
        ({"url": ""}, "Give its address before publishing."),
        ({"url": "ftp://example.org/"}, "Enter a valid URL."),
        ({"title_en": ""}, "Give its title in at least one language."),
        ({"year": "207"}, "Give the year with four digits, such as 2007."),
    ],
)
def test_a_broken_rule_is_explained_on_the_form(admin_client, changes, message):
    resource = make_resource()
    page = save(admin_client, resource, **changes)
    assert errors_of(page) == [message]


def test_what_visitors_are_told_of_a_closed_entry_can_be_corrected(admin_client):
    resource, heir = make_resource(status=Status.CLOSED), make_resource()
    save(admin_client, resource, successor=heir.pk, closing_note_en="It ended.")
    assert (reload(resource).successor, reload(resource).closing_note_en) == (heir, "It ended.")
    assert "successor" not in open_form(admin_client, heir)[1]


def test_an_entry_cannot_be_its_own_successor(admin_client):
    resource = make_resource(status=Status.CLOSED)
    page = save(admin_client, resource, successor=resource.pk)
    assert errors_of(page) == ["An entry cannot be its own successor."]


def test_a_rule_is_explained_even_where_the_form_lacks_one_of_its_fields():
    draft = make_resource(status=Status.DRAFT, summary_en="", summary_es="")
    status_form = modelform_factory(Resource, form=BaseAdminForm, fields=["status"])
    form = status_form({"status": "published"}, instance=draft)
    assert form.errors == {"__all__": ["Write a summary before publishing."]}


def test_a_vocabulary_cannot_take_a_name_the_directory_uses(admin_client):
    page = save(admin_client, Vocabulary, slug="page", name_en="Page")
    assert errors_of(page) == [
        "The directory uses this name for something else. Choose another slug."
    ]


def test_a_second_term_with_the_same_slug_is_refused(admin_client):
    term = make_term("need", "reading")
    page = save(admin_client, Term, vocabulary="need", slug=term.slug, label_en="Reading again")
    assert errors_of(page) == ["This vocabulary already has a term with that slug."]


# The link


def test_nobody_types_in_a_link_state(admin_client):
    resource = make_resource()
    _url, fields = open_form(admin_client, resource)
    assert [name for name in fields if name.startswith("link_") and name != "link_target"] == []
    assert errors_of(save(admin_client, resource, link_state="works")) == []
    assert reload(resource).link_state == LinkState.NOT_CHECKED


def test_a_new_address_has_not_been_checked(admin_client):
    resource = make_resource(link_state=LinkState.WORKS, link_checked_at=timezone.now())
    save(admin_client, resource, summary_en="Another summary.")
    assert reload(resource).link_state == LinkState.WORKS
    assert errors_of(save(admin_client, resource, url="https://example.org/elsewhere")) == []
    assert reload(resource).link_state == LinkState.NOT_CHECKED
    assert reload(resource).link_checked_at is None


# Addresses stay


def test_the_slug_of_a_draft_may_change(admin_client):
    resource = make_resource(slug="unseen", status=Status.DRAFT)
    save(admin_client, resource, slug="renamed")
    assert reload(resource).slug == "renamed"


def test_a_new_slug_is_made_from_the_title(admin_client):
    page = admin_client.get(address(Resource, "add"))
    assert page.context["adminform"].prepopulated_fields[0]["field"].name == "slug"


def test_the_slug_of_a_vocabulary_stays(admin_client):
    term = make_term("need", "reading")
    save(admin_client, term.vocabulary, slug="renamed", name_en="Wants")
    assert Vocabulary.objects.get().slug == "need"
    assert Vocabulary.objects.get().name_en == "Wants"


def test_the_vocabulary_of_a_term_stays(admin_client):
    term, other = make_term("need", "reading"), make_vocabulary("topic")
    save(admin_client, term, vocabulary=other.pk)
    assert reload(term).vocabulary_id == "need"


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.CLOSED])
@pytest.mark.parametrize("make", [make_resource, make_organization])
def test_what_visitors_have_seen_is_not_deleted(admin_client, make, status):
    record = make(status=status)
    assert "deletelink" not in admin_client.get(address(record)).content.decode()
    page = admin_client.post(address(record, "delete"), {"post": "yes"})
    assert page.status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [record.pk], "post": "yes"}
    page = admin_client.post(address(type(record), "changelist"), chosen)
    assert page.status_code == 403
    assert type(record).objects.filter(pk=record.pk).exists()


def test_a_draft_may_be_deleted(admin_client):
    draft = make_resource(status=Status.DRAFT)
    admin_client.post(address(draft, "delete"), {"post": "yes"})
    assert not Resource.objects.exists()


def test_a_publisher_with_entries_is_not_deleted_and_the_page_names_them(admin_client):
    publisher = make_organization(status=Status.DRAFT)
    make_resource(organization=publisher, title_en="Its only entry")
    page = admin_client.post(address(publisher, "delete"), {"post": "yes"})
    assert "Its only entry" in page.content.decode()
    assert Organization.objects.filter(pk=publisher.pk).exists()


def test_a_term_in_use_is_not_deleted(admin_client):
    used, unused = make_term("need", "used"), make_term("need", "unused")
    make_resource(terms=[used])
    assert admin_client.post(address(used, "delete"), {"post": "yes"}).status_code == 409
    assert admin_client.post(address(unused, "delete"), {"post": "yes"}).status_code == 302
    assert list(Term.objects.filter(vocabulary="need")) == [used]


# Lists and links


def test_the_list_says_what_needs_doing(admin_client):
    make_resource(title_en="Never reviewed")
    make_resource(title_en="Reviewed today", reviewed_on=timezone.localdate())
    page = admin_client.get(address(Resource, "changelist"), {"review": "never"})
    assert [str(resource) for resource in page.context["cl"].result_list] == ["Never reviewed"]


def test_the_list_finds_entries_without_a_topic(admin_client):
    make_resource(title_en="On a topic", terms=[make_term("topic"), make_term("need")])
    make_resource(title_en="On none", terms=[make_term("need")])
    page = admin_client.get(address(Resource, "changelist"), {"topic": "-"})
    assert [str(resource) for resource in page.context["cl"].result_list] == ["On none"]


def test_an_entry_only_in_spanish_is_sorted_by_its_spanish_title(admin_client):
    for titles in (
        {"title_en": "Zoo"},
        {"title_en": "", "title_es": "Música"},
        {"title_en": "art"},
    ):
        make_resource(**titles)
    page = admin_client.get(address(Resource, "changelist"))
    titles = [str(resource) for resource in page.context["cl"].result_list]
    assert titles == ["art", "Música", "Zoo"]


def test_a_draft_has_no_link_to_a_page_it_does_not_have(admin_client):
    draft, published = make_resource(status=Status.DRAFT), make_resource()
    assert "View on site" not in admin_client.get(address(draft)).content.decode()
    page = admin_client.get(address(published))
    found = admin_client.get(page.context["absolute_url"])
    assert found["Location"].endswith(published.get_absolute_url())


def test_a_select_offers_the_terms_of_its_own_vocabulary_alone(admin_client):
    publisher = make_organization()
    make_term("topic", "families")
    page = admin_client.get(address(publisher))
    kinds = page.context["adminform"].form.fields["kind"].choices
    assert [str(label) for _key, label in kinds] == ["---------", "Nonprofit"]


def test_a_title_pasted_in_two_lines_is_one_line(admin_client):
    resource = make_resource()
    save(admin_client, resource, title_en="Partners in\r\nclosing the gap")
    assert reload(resource).title_en == "Partners in closing the gap"


def test_the_fields_of_a_language_say_which(admin_client):
    page = admin_client.get(address(make_resource())).content.decode()
    assert 'name="summary_es" cols="40" rows="4" class="vLargeTextField" lang="es"' in page


def test_the_list_of_terms_counts_published_resources(admin_client):
    term = make_term()
    make_resource(terms=[term])
    make_resource(terms=[term], status=Status.DRAFT)
    page = admin_client.get(address(Term, "changelist"), {"q": term.slug})
    assert [row.resource_count for row in page.context["cl"].result_list] == [1]
