"""The site's own settings, with a constant page beside it and the worker's name on answers."""

from partnerkit.settings import *  # noqa: F403 - what is not named below stays as it is
from partnerkit.settings import INSTALLED_APPS, MIDDLEWARE

ROOT_URLCONF = "benchmarks.urls"
INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks"]
MIDDLEWARE = ["benchmarks.middleware.name_worker", *MIDDLEWARE]
