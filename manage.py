#!/usr/bin/env python
"""Run a management command, for example `manage.py serve`."""

import os
import signal
import sys


def main():
    # Imported here, so that Ctrl-C ends even this second of importing without a traceback.
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from partnerkit import dev_defaults

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partnerkit.settings")
    try:
        dev_defaults.supply(os.environ, sys.argv[1:])
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        sys.exit(f"PartnerKit cannot start: {problem}")


if __name__ == "__main__":
    # A shell script that starts us in the background makes us ignore Ctrl-C. Undo that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        main()
        sys.stdout.flush()
    except KeyboardInterrupt:
        sys.exit(130)  # what a shell expects of a program stopped with Ctrl-C
    except BrokenPipeError:
        # The reader of our output, such as `head`, has closed it. Send the rest nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)  # and of one whose reader went away
