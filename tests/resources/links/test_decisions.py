"""Curators accept new addresses, lift quarantines, keep the checker away, and look now."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from reversion.models import Version

from partnerships.models import Guide
from resources.links import decisions, occurrences
from resources.links.fetching.results import FetchError
from resources.links.runs.tasks import is_quarantine_lifted
from resources.models import HostClaim, Link, LinkState, LinkVisit, Resource
from tests.desk_form import address, errors_of, notices_of, save
from tests.make import make_example, make_guide, make_organization, make_resource, make_user
from tests.resources.links.fakes import FakeFetcher, check, moved_to

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

OLD, NEW = "https://example.org/old", "https://example.org/new"


@pytest.fixture
def curator(client):
    user = make_user("curator")
    client.force_login(user)
    return user


@pytest.fixture
def moved():
    """A link that has moved, as a check of this minute found."""
    make_resource(url=OLD, summary_en=f"Read [this]({OLD}).")
    check(FakeFetcher({OLD: moved_to(NEW, timezone.now())}, at=timezone.now()))
    return Link.objects.get(address=OLD)


def taken_over(url=OLD):
    make_resource(url=url)
    occurrences.sync_all()
    now = timezone.now()
    Link.objects.filter(address=url).update(
        state=LinkState.TAKEN_OVER, since=now, checked_at=now, suspect={"title": "Casino"}
    )
    Resource.objects.filter(url=url).update(link_state="taken-over", link_checked_at=now)
    return Link.objects.get(address=url)


def act(client, action, *links):
    keys = [link.pk for link in links]
    url = reverse("admin:resources_link_changelist")
    return client.post(url, {"action": action, "_selected_action": keys}, follow=True)


def test_a_new_address_is_taken_over_in_every_entry(client, curator, moved):
    example = make_example(source_url=OLD)
    guide = make_guide(intro_en=f"Read [this]({OLD}).")
    occurrences.sync_all()

    page = act(client, "accept_moves", moved)

    resource = Resource.objects.get(slug__startswith="resource")
    example.refresh_from_db()
    assert (resource.url, example.source_url) == (NEW, NEW)
    assert (resource.link_state, resource.link_checked_at) == ("works", moved.checked_at)
    assert "2 entries have the new address." in notices_of(page)
    assert str(guide) in notices_of(page)[1]
    assert OLD in Guide.objects.get().intro_en
    new_link = Link.objects.get(address=NEW)
    assert (new_link.state, new_link.good) == (LinkState.WORKS, moved.good)
    assert new_link.occurrences.count() == 2
    revision = Version.objects.get_for_object(resource).latest("pk").revision
    assert revision.user == curator
    assert OLD in revision.comment
    assert Resource.objects.filter(url_key="example.org/new").exists()


def test_a_user_without_the_right_to_change_an_entry_leaves_it(moved):
    changed, left = decisions.accept_move(moved, by=make_user("contributor"))

    assert changed == []
    assert {entry.url for entry in left} == {OLD}
    assert Resource.objects.filter(url=OLD).exists()


def test_what_has_not_moved_is_refused_in_words(client, curator):
    link = taken_over()

    page = act(client, "accept_moves", link)

    assert "no new address" in notices_of(page)[0]


def test_a_quarantine_is_lifted_by_a_person_whose_name_is_kept(client, curator):
    link = taken_over()

    page = act(client, "lift_quarantine", link)

    link.refresh_from_db()
    assert (link.state, link.lifted_by) == (LinkState.WORKS, curator)
    assert link.lifted_for == {"title": "Casino"}
    assert link.lifted_at
    assert link.due_at <= timezone.now()
    assert Resource.objects.get(url=OLD).live_url == OLD
    assert OLD in notices_of(page)[0]


def test_a_quarantine_stays_without_the_right_to_lift_it(client):
    link = taken_over()
    client.force_login(make_user("contributor"))

    act(client, "lift_quarantine", link)

    link.refresh_from_db()
    assert link.state == LinkState.TAKEN_OVER


def test_only_the_latest_quarantine_counts_as_lifted():
    link = taken_over()
    link = decisions.lift_quarantine(link, by=make_user(is_superuser=True))

    assert is_quarantine_lifted(link)
    link.state, link.since = LinkState.TAKEN_OVER, timezone.now() + timedelta(days=1)
    assert not is_quarantine_lifted(link)


def test_checks_are_paused_with_a_reason_and_a_last_day(client, curator):
    link = taken_over()
    day = timezone.localdate() + timedelta(days=30)

    page = save(client, link, do_not_check_until=str(day))
    assert errors_of(page) == ["Say why, for other curators."]
    page = save(client, link, do_not_check_why="They asked us to.")
    assert errors_of(page) == ["Give the last day on which the checker stays away."]
    yesterday = timezone.localdate() - timedelta(days=1)
    page = save(client, link, do_not_check_until=str(yesterday), do_not_check_why="Too late.")
    assert errors_of(page) == ["That day is over. Give today or a later one."]

    save(client, link, do_not_check_until=str(day), do_not_check_why="They asked us to.")
    link.refresh_from_db()
    assert link.is_paused
    assert not Link.objects.checkable_on(day).filter(pk=link.pk).exists()
    assert Link.objects.checkable_on(day + timedelta(days=1)).filter(pk=link.pk).exists()


@pytest.fixture
def fake_fetcher(monkeypatch):
    fetcher = FakeFetcher(at=timezone.now())
    monkeypatch.setattr(decisions, "Fetcher", lambda **options: fetcher)
    return fetcher


def test_a_link_is_visited_at_once_from_the_page_of_its_resource(client, curator, fake_fetcher):
    resource = make_resource(url=OLD)
    fake_fetcher.meets = {OLD: FetchError.TIMED_OUT}

    page = save(client, resource, _check_link="on")

    assert fake_fetcher.addresses == [OLD]
    resource.refresh_from_db()
    assert resource.link_state == "in-trouble"
    assert "Did not answer lately" in notices_of(page)[-1]
    assert page.redirect_chain[-1][0] == address(resource)


def test_a_check_now_takes_seconds_and_the_next_run_goes_on(
    client, curator, fake_fetcher, monkeypatch
):
    monkeypatch.setattr(decisions, "MAX_SECONDS", 0.05)
    fake_fetcher.seconds = 30
    make_resource(url=OLD)
    occurrences.sync_all()

    page = save(client, Link.objects.get(address=OLD), _check_now="on")

    assert "The next run" in notices_of(page)[-1]
    assert not HostClaim.objects.exists()
    fake_fetcher.seconds = 0
    check(fake_fetcher, at=timezone.now())
    assert OLD in LinkVisit.objects.values_list("link__address", flat=True)


def test_a_host_that_a_run_has_claimed_is_not_asked(client, curator, fake_fetcher):
    make_resource(url=OLD)
    occurrences.sync_all()
    HostClaim.objects.create(
        host="example.org", run="1", until=timezone.now() + timedelta(minutes=1)
    )

    page = save(client, Link.objects.get(address=OLD), _check_now="on")

    assert fake_fetcher.addresses == []
    assert "The next run" in notices_of(page)[-1]


def test_many_links_are_left_to_the_next_run(client, curator, fake_fetcher):
    resources = [make_resource(organization=make_organization()) for _ in range(3)]
    check(fake_fetcher)
    url = reverse("admin:resources_resource_changelist")
    chosen = {"action": "check_links_soon", "_selected_action": [r.pk for r in resources]}

    page = client.post(url, chosen, follow=True)

    assert notices_of(page) == ["The next run of the checker visits 3 links."]
    assert Link.objects.filter(due_at__lte=timezone.now()).count() == 3


def test_a_new_address_has_the_state_that_is_known_of_it(client, curator):
    """Nobody leaves a quarantine by typing the address anew."""
    taken_over()
    other = make_resource()

    save(client, other, url=OLD)

    other.refresh_from_db()
    assert other.link_state == "taken-over"
    assert other.live_url == ""


@pytest.mark.parametrize("role", ["contributor", "curator"])
def test_the_pages_of_links_open(client, role):
    client.force_login(make_user(role))
    link = taken_over()

    for url in (reverse("admin:resources_link_changelist"), address(link)):
        page = client.get(url)
        assert page.status_code == 200
        assert OLD in page.content.decode()
    assert ("_lift" in page.content.decode()) == (role == "curator")


class TestPausingMany:
    @pytest.fixture
    def links(self):
        return [taken_over(f"https://example.org/{n}") for n in range(3)]

    def confirm(self, client, *links, **fields):
        keys = [link.pk for link in links]
        sent = {"action": "pause_checks", "_selected_action": keys, "_confirmed": "yes"} | fields
        return client.post(reverse("admin:resources_link_changelist"), sent, follow=True)

    def test_it_asks_until_when_and_why_and_writes_nothing_before(self, client, curator, links):
        page = act(client, "pause_checks", *links)

        assert page.status_code == 200
        assert page.content.decode().count('name="_selected_action"') == 3
        assert not Link.objects.exclude(do_not_check_until=None).exists()

    @pytest.mark.parametrize(("prefix", "said"), [("", "is over"), ("/es", "ya pasó")])
    def test_mistakes_are_said_in_both_languages(self, client, curator, links, prefix, said):
        url = prefix + reverse("admin:resources_link_changelist")
        keys = [link.pk for link in links]
        sent = {"action": "pause_checks", "_selected_action": keys, "_confirmed": "yes"}
        past = {"do_not_check_until": "2020-01-02", "do_not_check_why": "Moving."}

        assert said in client.post(url, sent | past).content.decode()
        assert len(errors_of(client.post(url, sent))) == 2
        assert not Link.objects.exclude(do_not_check_until=None).exists()

    def test_the_chosen_links_are_paused_until_a_curator_resumes_them(self, client, curator, links):
        day = timezone.localdate() + timedelta(days=9)
        page = self.confirm(
            client, *links[:2], do_not_check_until=str(day), do_not_check_why="Moving."
        )

        assert notices_of(page) == ["The checker stays away from 2 links."]
        assert not set(links[:2]) & set(Link.objects.checkable_on(day))
        assert links[2] in Link.objects.checkable_on(day)
        shown = client.get(reverse("admin:resources_link_changelist"), {"left_out": "yes"})
        assert shown.content.decode().count("The checker stays away until") == 2
        assert LogEntry.objects.filter(object_id=links[0].pk).exists()

        act(client, "resume_checks", *links)
        assert set(links) <= set(Link.objects.checkable_on(day))

    def test_a_user_without_the_right_pauses_no_checks(self, client, links):
        client.force_login(make_user("contributor"))
        day = timezone.localdate() + timedelta(days=9)

        self.confirm(client, *links, do_not_check_until=str(day), do_not_check_why="Moving.")

        assert not Link.objects.exclude(do_not_check_until=None).exists()


class TestTheListOfLinks:
    URL = "/admin/resources/link/"

    def test_it_says_how_links_become_known_before_the_first_run(self, client, curator):
        text = client.get(self.URL).content.decode()
        assert "No link is known yet" in text
        assert "manage.py check_links" in text
        assert "Aún no se conoce ningún enlace" in client.get(f"/es{self.URL}").content.decode()

        taken_over()
        assert "No link is known yet" not in client.get(self.URL).content.decode()

    def test_it_is_narrowed_to_a_site_and_a_cause(self, client, curator):
        taken_over()
        taken_over("https://other.example.org/")
        gone = taken_over("https://other.example.org/gone")
        Link.objects.filter(pk=gone.pk).update(state=LinkState.GONE, reason="removed")

        def listed(**query):
            return set(client.get(self.URL, query).context["cl"].result_list)

        assert {link.host for link in listed(site="other.example.org")} == {"other.example.org"}
        assert listed(site="other.example.org", cause="no-page") == {gone}
        assert len(listed(cause="taken-over")) == 2

    def test_it_costs_the_same_with_more_links_in_more_places(self, client, curator):
        def cost():
            with CaptureQueriesContext(connection) as queries:
                client.get(self.URL)
            return len(queries)

        taken_over()
        make_guide(intro_en=f"Read [this]({OLD}).")
        occurrences.sync_all()
        cost()  # what Django looks up once
        few = cost()
        for n in range(9):
            taken_over(f"https://{n}.example.org/")
            make_guide(intro_en=f"Read [this]({OLD}).")
        occurrences.sync_all()
        assert cost() == few

    def test_more_than_one_click_decides_about_are_left_for_the_next(
        self, client, curator, monkeypatch
    ):
        monkeypatch.setattr("resources.admin.links.links.MAX_LINKS_PER_ACTION", 2)
        links = [taken_over(f"https://example.org/{n}") for n in range(3)]

        page = act(client, "lift_quarantine", *links)

        assert notices_of(page)[0] == "These were the first 2. Do it again for the rest."
        assert Link.objects.quarantined().count() == 1


def test_the_page_of_a_link_tells_what_its_visits_met(client, curator, moved):
    text = client.get(address(moved)).content.decode()

    assert text.count("has moved for good") == 2  # now, and in the history
    assert "Take the new address over" in text
    assert "Lift the quarantine" not in text
