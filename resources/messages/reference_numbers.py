"""A reference names a message to whoever sent it: twelve digits, read aloud in any language.

Ten are chance, so that nobody guesses one; the last two are a check, as in a bank account's
number, which notices a wrong digit and two that changed places.
"""

import secrets

from resources.models import VisitorMessage

LENGTH = 12
MODULUS = 97
SEPARATORS = str.maketrans("", "", " -.\N{NO-BREAK SPACE}")


def new_reference():
    """One that no message has yet."""
    while True:
        reference = with_check(f"{secrets.randbelow(10**10):010}")
        if not VisitorMessage.objects.filter(reference=reference).exists():
            return reference


def with_check(digits):
    return f"{digits}{MODULUS + 1 - int(digits + '00') % MODULUS:02}"


def read_reference(text):
    """The digits of a reference as people type it; empty if it cannot be one."""
    digits = text.strip().translate(SEPARATORS)
    is_number = digits.isascii() and digits.isdecimal() and len(digits) == LENGTH
    return digits if is_number and int(digits) % MODULUS == 1 else ""


def written(reference):
    """As it stands in an address: `4829-1573-6204`."""
    return "-".join(reference[start : start + 4] for start in range(0, LENGTH, 4))
