"""Reference numbers: twelve digits by which a sender finds a message again.

Digits can be read aloud in any language. Ten are random, so that nobody guesses a number. The
last two are check digits (modulo 97, as in an IBAN), which detect one wrong digit and two digits
that changed places.
"""

import secrets

from resources.models import VisitorMessage

LENGTH = 12
MODULUS = 97
IGNORED_CHARACTERS = str.maketrans("", "", " -.\N{NO-BREAK SPACE}")


def new_reference_number():
    """A random number that no message has yet."""
    while True:
        number = add_check_digits(f"{secrets.randbelow(10**10):010}")
        if not VisitorMessage.objects.filter(reference_number=number).exists():
            return number


def add_check_digits(digits):
    return f"{digits}{MODULUS + 1 - int(digits + '00') % MODULUS:02}"


def parse_reference_number(text):
    """The twelve digits in what a person typed. Empty if it is no reference number."""
    digits = text.strip().translate(IGNORED_CHARACTERS)
    is_number = digits.isascii() and digits.isdecimal() and len(digits) == LENGTH
    return digits if is_number and int(digits) % MODULUS == 1 else ""


def url_form(number):
    """A reference number as it is written in a URL: `4829-1573-6204`."""
    return "-".join(number[start : start + 4] for start in range(0, LENGTH, 4))
