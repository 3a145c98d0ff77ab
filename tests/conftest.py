import os
import shutil
import signal
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.test import override_settings

from resources.search import index_sync
from tests.dealing import PROCESSES, dealt_to, is_quick
from tests.running_site import Serve, copied, manage, new_database, shell

# Of each kind of entry some links that were visited, in turn with every state.
VISITED_LINKS = """
from datetime import UTC, datetime
from itertools import cycle
from django.utils import timezone
from resources.links import monthly_counts, occurrences
from resources.links.runs import recording
from resources.models import LinkOccurrence, LinkState, LinkVisit
occurrences.sync_all()
states = cycle(LinkState)
for field in ["url", "source_url"]:
    for model in [Resource, Organization, Example]:
        shown = LinkOccurrence.objects.filter(field=field)
        shown = shown.filter(content_type__model=model._meta.model_name)
        for place in shown.order_by("object_id").select_related("link")[:14]:
            link, state = place.link, next(states)
            if state != LinkState.NOT_CHECKED:
                link.state, link.checked_at, link.file_type = state, timezone.now(), "pdf"
                link.size, link.language, link.final_address = 1_468_006, "en", link.address
                LinkVisit.objects.create(link=link, run=place.pk, at=link.checked_at, state=state)
            if link.pk % 2:
                link.archived_at = datetime(2021, 3, 4, 5, 6, 7, tzinfo=UTC)
                link.archived_address = f"https://web.archive.org/web/20210304050607/{link.address}"
            link.save()
recording.repair_copies()
monthly_counts.count_months()
"""
PROCESS = os.environ.get("PYTEST_XDIST_WORKER")
IS_ALONE = PROCESS not in PROCESSES or os.environ["PYTEST_XDIST_WORKER_COUNT"] == "1"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def pytest_collection_modifyitems(config, items):
    """Tests that read the kit come last: it is loaded once, and stays in the test database."""
    items.sort(key=lambda item: "kit" in item.fixturenames)
    if config.option.quick:
        own = set(filter(is_quick, items))
    elif IS_ALONE or config.option.all_on_both:
        own = set(items)
    else:
        own = dealt_to(PROCESS, items)
    config.hook.pytest_deselected(items=[item for item in items if item not in own])
    items[:] = [item for item in items if item in own]


@pytest.fixture(scope="session")
def kit(django_db_setup, django_db_blocker, pytestconfig):
    """The kit in the test database, for tests marked `django_db`, each in its transaction."""
    fixtures = sorted(pytestconfig.rootpath.glob("fixtures/*.json"))
    with django_db_blocker.unblock():
        call_command("loaddata", *map(str, fixtures), verbosity=0)
        index_sync.reset()
        index_sync.current()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The index begins before any test's transaction does, and so goes back to what was there."""
    index_sync.uses_threads = False
    with django_db_blocker.unblock():
        index_sync.current()


@pytest.fixture(scope="session", autouse=True)
def _static_files_need_no_collecting():
    storage = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    with override_settings(STORAGES={"default": default, "staticfiles": storage}):
        yield


@pytest.fixture(scope="session", autouse=True)
def _signing_in_is_quick():
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session")
def migrated(tmp_path_factory):
    """The environment of a site without entries: its tables are there, nobody uses it."""
    secrets = {"SECRET_KEY": "x" * 50, "ALLOWED_HOSTS": "localhost", "HTTPS_ONLY": "off"}
    folder = str(tmp_path_factory.mktemp("migrated"))
    environment = {**secrets, "VAR_DIR": folder, **new_database()}
    manage(environment, "migrate", "--verbosity=0")
    return environment


@pytest.fixture
def empty_site(migrated, tmp_path):
    """The environment of a site of the test's own, without entries."""
    return migrated | copied(migrated, tmp_path)


@pytest.fixture(scope="session")
def first_start(tmp_path_factory):
    """How the first `manage.py serve` in a folder went. Start copies of what it set up."""
    environment = {"VAR_DIR": str(tmp_path_factory.mktemp("first")), **new_database()}
    with Serve(**environment) as serve:
        serve.open_at()
        end = serve.end(signal.SIGINT)
    return SimpleNamespace(environment=environment, output=serve.output, end=end)


@pytest.fixture(scope="session")
def serving(first_start, tmp_path_factory):
    """The whole site with the kit, as `manage.py serve` serves it; some links were visited."""
    with Serve(**copied(first_start.environment, tmp_path_factory.mktemp("site"))) as serve:
        serve.address = serve.open_at()
        shell(VISITED_LINKS, serve.environment)
        yield serve
        exit_code, errors = serve.end(signal.SIGINT)
        assert exit_code == 0
        assert "Traceback" not in errors


@pytest.fixture(scope="session")
def site(serving):
    """The address of the whole site."""
    return serving.address


@pytest.fixture(scope="session")
def browser_path():
    """A Chromium of this machine; without one, browser tests are skipped."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path:
        return path
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail("REQUIRE_BROWSER=1, and no Chromium on PATH or in CHROMIUM.")
    return pytest.skip("No Chromium on PATH or in CHROMIUM.")
