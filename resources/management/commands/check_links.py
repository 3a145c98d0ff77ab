import signal
from contextlib import contextmanager

from asgiref.sync import async_to_sync
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from resources.batches import Progress, batches, silent
from resources.links import monthly_counts, occurrences
from resources.links.fetching.fetcher import Fetcher
from resources.links.runs import archives, recording
from resources.links.runs.report import Teller
from resources.links.runs.run import Offline, Run
from resources.links.runs.schedule import Selection
from resources.links.runs.tasks import tasks_of

TRY_LATER = 75  # what mail servers and timers take for “not now”
STOPPED = 128  # and the number of the signal, as shells have it
AT_ONCE = 200


class Command(BaseCommand):
    help = (
        "Visit the links that are due, and record what became of them. Made for cron: safe to run"
        " twice at once, and what a killed run has left, the next one visits. Exit codes: 0 for"
        " visited, 75 for no network (nothing is recorded; try later), 130 and 143 for stopped by a"
        " signal (what was visited is recorded), 1 for anything else."
    )

    def add_arguments(self, parser):
        which = parser.add_mutually_exclusive_group()
        which.add_argument(
            "--due", action="store_true", help="Links whose day has come. This is the default."
        )
        which.add_argument(
            "--all", action="store_true", help="Every link not visited within the last hour."
        )
        parser.add_argument("--host", default="", help="Only links of this host.")
        parser.add_argument("--limit", type=int, help="Visit at most this many links.")
        parser.add_argument(
            "--dry-run", action="store_true", help="Name the links; visit and write nothing."
        )
        parser.add_argument(
            "--json",
            action="store_true",
            help="A JSON object for each visited link, and one of totals as the last line.",
        )

    def handle(self, *, host, limit, verbosity, **options):
        if limit is not None and limit < 1:
            raise CommandError("--limit takes a number of links, 1 or more.")
        selection = Selection(timezone.now(), is_of_everything=options["all"], host=host)
        if options["dry_run"]:
            self.name_links(selection, limit, is_json=options["json"])
            return
        occurrences.follow()
        recording.repair_copies()
        total = selection.links().count()
        progress = Progress(self.stderr.write, "links visited") if verbosity else silent
        total = min(total, limit or total)
        teller = Teller(self.stdout.write, progress, total, is_json=options["json"])
        signals = self.fetch(selection, limit, teller)
        monthly_counts.count_months()
        teller.sum_up(selection.links().count())
        if signals:
            raise CommandError("Stopped.", returncode=STOPPED + signals[0])

    def fetch(self, selection, limit, teller):
        """Visit the links, then look for archived copies; answers the signals that came."""
        fetcher = Fetcher(
            contact=settings.LINK_CHECK_CONTACT, allowlist=settings.LINK_CHECK_ALLOWED
        )
        run = Run(fetcher, selection, limit=limit, tell=teller)
        try:
            with stopped_by_signals(run) as signals:
                async_to_sync(visit_and_look_up)(run, fetcher)
        except Offline as problem:
            raise CommandError(
                "No site answers, not even those that always do: is this machine online? Nothing"
                " was recorded.",
                returncode=TRY_LATER,
            ) from problem
        return signals

    def name_links(self, selection, limit, *, is_json):
        """What a run would visit. To follow the entries is to write; it is taken back."""
        teller = Teller(self.stdout.write, silent, 0, is_json=is_json)
        with transaction.atomic():
            occurrences.follow()
            keys = list(selection.links().order_by("host", "pk").values_list("pk", flat=True))
            for some in batches(keys[:limit], AT_ONCE):
                links = selection.links().filter(pk__in=some)
                for task in tasks_of(links).values():
                    teller.tell_known(task.link, task.where)
            transaction.set_rollback(True)
        teller.sum_up(len(keys))


async def visit_and_look_up(run, fetcher):
    async with fetcher:
        await run.go()
    links = occurrences.of_host(run.selection.host)
    await archives.look_up_due(links, run.stopped)


@contextmanager
def stopped_by_signals(run):
    """Let SIGINT and SIGTERM end the run in order; yields a list of those that came."""
    received = []

    def stop(number, _frame):
        received.append(number)
        run.stop()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
