"""A curator's day at the desk, by keyboard alone."""

import pytest

from tests.browser.keyboard import press_tab_until, wait_for_focus
from tests.browser.tab import PHONE, WIDE
from tests.running_site import shell

PASSWORD = "a long enough password"
DESK = "/admin/resources/resource"
PUBLISHER = "WestEd"
SETTING = f"""
from django.contrib.auth.models import Group, User
user = User.objects.create_user("keeper", password={PASSWORD!r}, is_staff=True)
user.groups.add(Group.objects.get(name="curator"))
"""
CLEAN_UP = """
from django.contrib.auth.models import User
Resource.objects.filter(url__startswith="https://lighthouse.example.org/").delete()
User.objects.filter(username="keeper").delete()
Link.objects.filter(host="lighthouse.example.org").delete()
"""
A_DRAFT = """
print(Resource.objects.create(
    slug="{slug}", title_en="{title}", summary_en="How lighthouses are kept.",
    url="https://lighthouse.example.org/{slug}",
    organization=Organization.objects.get(slug="wested"),
).pk)
"""
MOVED_AND_GONE = """
from django.utils import timezone
from resources.entry_kinds import kind_of
from resources.links import occurrences
now, site = timezone.now(), "https://lighthouse.example.org"
states = {"a": "moved moved", "b": "moved moved", "c": "gone removed", "d": "gone empty"}
for name, (state, reason) in ((name, words.split()) for name, words in states.items()):
    resource = Resource.objects.create(
        slug=f"lamp-{name}", title_en=f"Lamp {name}", summary_en="A lamp.", status="published",
        url=f"{site}/{name}", organization=Organization.objects.get(slug="wested"),
    )
    occurrences.sync_entries(kind_of(Resource), [resource.pk])
    facts = {"to": f"{site}/new/{name}", "host": "lighthouse.example.org"}
    Link.objects.filter(address=resource.url).update(
        state=state, reason=reason, facts=facts, final_address=facts["to"], since=now,
        checked_at=now,
    )
"""
THOSE_MOVED = (
    "print(*Resource.objects.filter(url__contains='/new/').values_list('slug', flat=True))"
)
FILE = """id,title_en,summary_en,organization,url
,Lamps,All about lamps.,wested,https://lighthouse.example.org/lamps
,Lenses,All about lenses.,nobody-we-know,https://lighthouse.example.org/lenses
"""


@pytest.fixture
def keeper(serving):
    """A curator, who goes with the test and takes the entries about lighthouses along."""
    shell(SETTING, serving.environment)
    yield serving.environment
    shell(CLEAN_UP, serving.environment)


@pytest.fixture
def sit_down(open_tab, keeper):
    """Opens tabs of the curator, signed in."""

    def signed_in():
        tab = open_tab()
        tab.open("/admin/login/")
        wait_for_focus(tab.page, "#id_username")
        tab.page.keyboard.type("keeper")
        type_into(tab.page, "#id_password", PASSWORD)
        tab.page.keyboard.press("Enter")
        tab.page.wait_for_url("**/admin/")
        return tab

    return signed_in


def type_into(page, selector, text):
    press_tab_until(page, selector)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def press(page, selector):
    """Go on by a button or a link; the page that follows."""
    press_tab_until(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def look(tab):
    for size in (PHONE, WIDE):
        tab.page.set_viewport_size(size)
        assert tab.violations() == []
        assert tab.sideways() == 0


def make_draft(environment, slug, title):
    return shell(A_DRAFT.format(slug=slug, title=title), environment)


def test_an_entry_from_draft_to_published_to_closed(sit_down, keeper):
    tab = sit_down()
    page = tab.page
    tab.open(f"{DESK}/add/")
    type_into(page, "#id_title_en", "Keeping a Lighthouse")
    press_tab_until(page, ".field-organization .select2-selection")
    page.keyboard.press("Enter")
    wait_for_focus(page, ".select2-search__field")
    page.keyboard.type(PUBLISHER)
    page.wait_for_selector(f".select2-results__option--highlighted:has-text('{PUBLISHER}')")
    page.keyboard.press("Enter")
    type_into(page, "#id_summary_en", "How lighthouses are kept, for everybody.")
    type_into(page, "#id_url", "https://lighthouse.example.org/keeping")
    press(page, "[name=_continue]")
    form = page.url
    assert page.input_value("#id_slug") == "keeping-a-lighthouse"
    assert page.goto("/resources/keeping-a-lighthouse/").status == 404
    page.goto(form)

    press(page, "[name=_step][value=publish]")
    look(tab)
    press(page, "#content-main [type=submit]")
    assert page.goto("/resources/keeping-a-lighthouse/").status == 200
    assert "How lighthouses are kept" in page.inner_text("main")
    page.goto(form)

    press(page, "[name=_step][value=close]")
    look(tab)
    type_into(page, "#id_closing_note_en", "The lighthouse went dark.")
    press(page, "#content-main [type=submit].default")
    page.goto("/resources/keeping-a-lighthouse/")
    page.reload()  # a browser may show what it has for a minute
    assert "The lighthouse went dark." in page.inner_text("main")


def test_a_file_with_one_bad_row(sit_down, keeper, tmp_path):
    file = tmp_path / "lighthouses.csv"
    file.write_text(FILE)
    tab = sit_down()
    page = tab.page
    # Listened for from the start: the browser is told so without an answer, which takes a moment.
    page.on("filechooser", lambda chooser: chooser.set_files(file))
    tab.open(f"{DESK}/import/")
    press_tab_until(page, "#id_file")
    with page.expect_file_chooser():
        page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('#id_file').files.length === 1")
    press(page, "#content-main [type=submit]")
    assert "nobody-we-know" in page.inner_text("#content-main")
    look(tab)

    press_tab_until(page, "[name=leave_out_refused]")
    page.keyboard.press("Space")
    press(page, "#content-main [type=submit]")
    look(tab)
    made = "print(*Resource.objects.filter(url__contains='lighthouse').values_list('title_en'))"
    assert shell(made, keeper) == "('Lamps',)"


def test_two_who_save_one_entry_and_the_way_back(sit_down, keeper):
    key = make_draft(keeper, "fog", "Fog")
    one, other = sit_down(), sit_down()
    for tab in (one, other):
        tab.open(f"{DESK}/{key}/change/")
    type_into(other.page, "#id_title_en", "Fog Horns")
    press(other.page, "[name=_continue]")

    page = one.page
    type_into(page, "#id_title_en", "Fog Signals")
    type_into(page, "#id_summary_en", "How fog is met.")
    press(page, "[name=_continue]")
    assert "Nothing of yours is saved yet" in page.inner_text("[role=alert]")
    look(one)
    press_tab_until(page, "[type=radio][value=theirs]")
    page.keyboard.press("ArrowDown")
    press(page, "#content-main [type=submit]")
    page.goto(f"{DESK}/{key}/change/")
    assert page.input_value("#id_title_en") == "Fog Signals"
    assert page.input_value("#id_summary_en") == "How fog is met."

    page.goto(f"{DESK}/{key}/history/")
    look(one)
    press(page, "a:has-text('Go back to it')")
    look(one)
    type_into(page, "#id_why", "The horns were right.")
    press(page, "#content-main [type=submit]")
    page.goto(f"{DESK}/{key}/change/")
    assert page.input_value("#id_title_en") == "Fog Horns"
    assert page.input_value("#id_summary_en") == "How lighthouses are kept."
    page.goto(f"{DESK}/{key}/history/")
    assert "The horns were right." in page.inner_text("#content-main")


def test_trouble_with_links_is_resolved_from_the_worklist(sit_down, keeper):
    shell(MOVED_AND_GONE, keeper)
    tab = sit_down()
    page = tab.page
    tab.open("/admin/?reason=moved")
    look(tab)
    press(page, ".resolve[aria-label*='lighthouse']")
    assert "Take the new address over" in page.inner_text(".messagelist")
    assert shell(THOSE_MOVED, keeper) == "lamp-a lamp-b"

    tab.open("/admin/?reason=no-page")
    press(page, ".work h2 a:has-text('lighthouse')")
    look(tab)
    press_tab_until(page, "select[name=action]")
    page.keyboard.type("Keep")
    press_tab_until(page, "#action-toggle")
    page.keyboard.press("Space")
    press(page, "#action-toggle")
    look(tab)
    press(page, "#content-main [type=submit]")
    assert page.locator(".errorlist").count() == 2
    look(tab)
    type_into(page, "#id_do_not_check_until", "2999-01-31")
    type_into(page, "#id_do_not_check_why", "The lamps are being replaced.")
    press(page, "#content-main [type=submit]")
    assert "stays away from 2 links" in page.inner_text(".messagelist")
    tab.open("/admin/resources/link/?site=lighthouse.example.org&left_out=yes")
    press(page, "#result_list th a")
    look(tab)
    tab.open("/admin/?reason=no-page")
    assert "lighthouse" not in page.inner_text("#content-main")
