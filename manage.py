#!/usr/bin/env python
"""Run a management command, for example `manage.py serve`."""

import os
import signal
import sys


def main():
    # Imported here, so that Ctrl-C ends even this second of importing without a traceback.
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from partnerkit import first_look

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partnerkit.settings")
    try:
        first_look.supply(os.environ, sys.argv[1:])
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        sys.exit(f"PartnerKit cannot start: {problem}")


if __name__ == "__main__":
    # A script that starts us in the background leaves Ctrl-C ignored; we always mean to hear it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)  # what a shell expects of a program stopped with Ctrl-C
