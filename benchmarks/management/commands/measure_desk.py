import json
import time
from statistics import median

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from resources.links import occurrences
from resources.models import Link, Resource, WorkItem
from resources.worklist import charts

TIMES = 9
LINKS_PER_SITE, ONE_IN = 20, 50
TROUBLE = [("gone", "not-found"), ("in-trouble", "timed-out"), ("moved", "moved")]
FACTS = {"status": 404, "host": "example.org", "to": "https://example.org/"}
OURS = ("resources", "partnerships")


class Command(BaseCommand):
    help = "Make each page of the desk several times; print queries and milliseconds as JSON."

    def handle(self, **options):
        know_links()
        users = get_user_model().objects
        user = users.filter(username="benchmark").first()
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(user or users.create_superuser("benchmark"))
        pages = {name: measure(lambda a=address: fetch(client, a)) for name, address in addresses()}
        for chart in (charts.freshness, charts.coverage, charts.link_trouble_by_month):
            pages[f"chart: {chart.__name__}"] = measure(chart)
        told = {"entries": Resource.objects.count(), "items": WorkItem.objects.count()}
        self.stdout.write(json.dumps(told | {"pages": pages}))


def know_links():
    """As after some runs of the checker: six links of a hundred in trouble, twenty at a site."""
    if Link.objects.exists():
        return
    occurrences.sync_all()
    site = Concat(
        Value("site-"), Cast(F("pk") / LINKS_PER_SITE, CharField()), Value(".example.org")
    )
    now = timezone.now()
    Link.objects.update(host=site, state="works", reason="works", since=now, checked_at=now)
    for rest, (state, reason) in enumerate(TROUBLE):
        troubled = Link.objects.annotate(rest=F("pk") % ONE_IN).filter(rest=rest)
        troubled.update(state=state, reason=reason, facts=FACTS)


def addresses():
    index = reverse("admin:index")
    yield "worklist, first page", index
    yield "worklist, one reason", f"{index}?reason=review"
    yield "worklist, links in trouble", f"{index}?reason=no-page"
    for model in admin.site._registry:
        if model._meta.app_label in OURS:
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
            yield f"list: {model._meta.model_name}", reverse(name)


def fetch(client, address):
    page = client.get(address)
    if page.status_code != 200:
        raise RuntimeError(f"{address} answered {page.status_code}.")


def measure(make):
    """(queries, milliseconds): of a page already made once."""
    make()
    with CaptureQueriesContext(connection) as queries:
        make()
    cost = len(queries)  # before the next request empties the log
    times = []
    for _ in range(TIMES):
        started = time.perf_counter()
        make()
        times.append(1000 * (time.perf_counter() - started))
    return cost, median(times)
