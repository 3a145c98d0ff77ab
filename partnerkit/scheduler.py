"""Publishes and closes entries on their day, for a site that has no cron job to do it.

`manage.py serve` starts it in every worker, and each applies the schedule once a minute. They may
all do so at once: see resources/publishing/schedule.py.
"""

import logging
from threading import Thread
from time import sleep

from django.db import DatabaseError, connections

from resources.publishing import schedule

INTERVAL = 60  # seconds

logger = logging.getLogger(__name__)


def start(_worker):
    Thread(target=run_forever, daemon=True).start()


def run_forever():
    while True:
        apply_schedule()
        sleep(INTERVAL)


def apply_schedule():
    """Apply what is due.

    Entries that fail a rule and database errors are logged, and wait a minute.
    """
    try:
        for result in schedule.apply_due_steps():
            if result.errors:
                logger.warning("%s: %s", result.entry, " ".join(result.errors))
    except DatabaseError as problem:
        logger.warning("The schedule has to wait: %s", problem)
    finally:
        connections.close_all()
