"""A curator is warned while typing, and makes two entries into one by keyboard alone."""

import pytest

from tests.browser.keyboard import press_tab_until
from tests.browser.tab import PHONE, WIDE
from tests.running_site import shell

PASSWORD = "a long enough password"
SETTING = f"""
from django.contrib.auth.models import User
User.objects.create_superuser("merger", password={PASSWORD!r})
publisher = Organization.objects.first()
for number, year in [(1, 1999), (2, 2007)]:
    print(Resource.objects.create(
        slug=f"twin-{{number}}", title_en=f"A lighthouse handbook", year=year,
        url=f"https://lighthouse.example.org/?page={{number}}", organization=publisher,
    ).pk)
"""


@pytest.fixture
def twins(serving):
    """The keys of two drafts with one title: no page of the site is another for them."""
    yield shell(SETTING, serving.environment).split()
    shell('Resource.objects.filter(slug__startswith="twin-").delete()', serving.environment)


def look(tab):
    for size in (PHONE, WIDE):
        tab.page.set_viewport_size(size)
        assert tab.violations() == []
        assert tab.sideways() == 0
    assert tab.foreign_requests() == []


def test_what_is_here_already_is_said_and_two_become_one_by_keyboard(open_tab, twins, serving):
    tab = open_tab()
    page = tab.page
    tab.open("/admin/login/")
    page.fill("#id_username", "merger")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")

    tab.open("/admin/resources/resource/add/")
    press_tab_until(page, "#id_url")
    page.keyboard.type("http://www.lighthouse.example.org/?page=1&utm_source=mail")
    page.wait_for_selector(".duplicates a")
    line = page.locator("[role=status].duplicates")
    assert line.inner_text().startswith("This may be here already: A lighthouse handbook")
    look(tab)

    tab.open(f"/admin/resources/resource/{twins[0]}/merge/{twins[1]}/")
    look(tab)
    press_tab_until(page, "[name=year]")
    page.keyboard.press("ArrowRight")
    press_tab_until(page, "#content-main [type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/resource/{twins[0]}/change/")
    left = 'print(*Resource.objects.filter(slug__startswith="twin-").values_list("slug", "year"))'
    assert shell(left, serving.environment) == "('twin-1', 2007)"
