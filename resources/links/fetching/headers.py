"""What the headers of an answer say."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
RANGE = re.compile(r"bytes\s+(?:(\d+)-(\d+)|\*)/(\d+)")


def content_type(headers):
    """ "text/html": lower case, no parameters; "" if not told."""
    return headers.get("Content-Type", "").partition(";")[0].strip().lower()


def charset(headers):
    found = CHARSET.search(headers.get("Content-Type", ""))
    return found[1].lower() if found else ""


def language(headers):
    """The first of those named."""
    return headers.get("Content-Language", "").partition(",")[0].strip().lower()


def encoding(headers):
    """How the body is compressed; "" if it is not."""
    named = headers.get("Content-Encoding", "").strip().lower()
    return "" if named == "identity" else named


def size(headers):
    """Bytes of the whole file, or None.

    A length that is told of a compressed answer is not the file's.
    """
    if encoding(headers):
        return None
    if told := RANGE.match(headers.get("Content-Range", "")):
        return int(told[3])
    length = headers.get("Content-Length", "")
    is_part = "Content-Range" in headers
    return int(length) if length.isdecimal() and not is_part else None


def is_rest_missing(headers):
    """Whether an answer in part leaves out what comes after it."""
    told = RANGE.match(headers.get("Content-Range", ""))
    return not (told and told[1] == "0" and int(told[2]) + 1 == int(told[3]))


def retry_after(headers):
    """For how many seconds the host wants to be left alone; None if it does not say."""
    text = headers.get("Retry-After", "").strip()
    if text.isdecimal():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max((moment - datetime.now(UTC)).total_seconds(), 0.0)
