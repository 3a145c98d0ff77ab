"""Publishes and closes entries on their day while `manage.py serve` runs, which has no cron.

Every worker looks once a minute. They may all look at once: see resources/publishing/schedule.py.
"""

import logging
from threading import Thread
from time import sleep

from django.db import DatabaseError, connections

from resources.publishing import schedule

EVERY = 60  # seconds

logger = logging.getLogger(__name__)


def start(_worker):
    Thread(target=keep, daemon=True).start()


def keep():
    while True:
        look()
        sleep(EVERY)


def look():
    """What breaks a rule is left, and told to the operator; so is a database that is away."""
    try:
        for result in schedule.apply_due_steps():
            if result.errors:
                logger.warning("%s: %s", result.entry, " ".join(result.errors))
    except DatabaseError as problem:
        logger.warning("The schedule has to wait: %s", problem)
    finally:
        connections.close_all()
