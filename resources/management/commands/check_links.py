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
from resources.links.runs.report import RunReporter
from resources.links.runs.run import Offline, Run
from resources.links.runs.schedule import DueLinks
from resources.links.runs.tasks import link_tasks

TRY_LATER = 75  # EX_TEMPFAIL, by which mail servers and timers know to try again
STOPPED = 128  # plus the number of the signal, as shells have it
LINKS_PER_BATCH = 200


class Command(BaseCommand):
    help = (
        "Visit the links that are due, and record what became of them. Made for cron: it is safe to"
        " run it twice at once, and the next run visits the links that a killed run has left. Exit"
        " codes: 0 for visited, 75 for no network (nothing is recorded, try later), 130 and 143 for"
        " stopped by a signal (what was visited is recorded), 1 for anything else."
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
            "--dry-run", action="store_true", help="Name the links. Visit and write nothing."
        )
        parser.add_argument(
            "--json",
            action="store_true",
            help="A JSON object for each visited link, and one of totals as the last line.",
        )

    def handle(self, *, host, limit, verbosity, **options):
        if limit is not None and limit < 1:
            raise CommandError("--limit takes a number of links, 1 or more.")
        due = DueLinks(timezone.now(), is_all=options["all"], host=host)
        if options["dry_run"]:
            self.list_due(due, limit, is_json=options["json"])
            return
        occurrences.sync_all()
        recording.repair_copies()
        total = due.links().count()
        progress = Progress(self.stderr.write, "links visited") if verbosity else silent
        total = min(total, limit or total)
        reporter = RunReporter(self.stdout.write, progress, total, is_json=options["json"])
        signals = self.run_checks(due, limit, reporter)
        monthly_counts.count_months()
        reporter.report_totals(due.links().count())
        if signals:
            raise CommandError("Stopped.", returncode=STOPPED + signals[0])

    def run_checks(self, due, limit, reporter):
        """Check the links, then look up archived copies. Returns the signals received."""
        fetcher = Fetcher(
            contact=settings.LINK_CHECK_CONTACT, allowlist=settings.LINK_CHECK_ALLOWED
        )
        run = Run(fetcher, due, limit=limit, report=reporter)
        try:
            with stopped_by_signals(run) as signals:
                async_to_sync(check_and_look_up)(run, fetcher)
        except Offline as problem:
            raise CommandError(
                "No site answers, not even those that always do: is this machine online? Nothing"
                " was recorded.",
                returncode=TRY_LATER,
            ) from problem
        return signals

    def list_due(self, due, limit, *, is_json):
        """Print what a run would check.

        Collecting the links writes to the database, so the transaction is rolled back.
        """
        reporter = RunReporter(self.stdout.write, silent, 0, is_json=is_json)
        with transaction.atomic():
            occurrences.sync_all()
            keys = list(due.links().order_by("host", "pk").values_list("pk", flat=True))
            for batch in batches(keys[:limit], LINKS_PER_BATCH):
                links = due.links().filter(pk__in=batch)
                for task in link_tasks(links).values():
                    reporter.report_due(task.link, task.occurrences)
            transaction.set_rollback(True)
        reporter.report_totals(len(keys))


async def check_and_look_up(run, fetcher):
    async with fetcher:
        await run.go()
    links = occurrences.links_of_host(run.due.host)
    await archives.look_up_captures(links, run.stopped)


@contextmanager
def stopped_by_signals(run):
    """Let SIGINT and SIGTERM end the run in order. Yields a list that fills with those received."""
    received = []

    def stop(number, _frame):
        received.append(number)
        run.stop()

    handlers = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield received
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
