"""Readers of the headers of an answer."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
CONTENT_RANGE = re.compile(r"bytes\s+(?:(\d+)-(\d+)|\*)/(\d+)")


def content_type(headers):
    """The media type, such as "text/html": in lower case, without parameters.

    Empty if the header is missing.
    """
    return headers.get("Content-Type", "").partition(";")[0].strip().lower()


def charset(headers):
    found = CHARSET.search(headers.get("Content-Type", ""))
    return found[1].lower() if found else ""


def content_language(headers):
    """The first language named. Empty if the header is missing."""
    return headers.get("Content-Language", "").partition(",")[0].strip().lower()


def content_encoding(headers):
    """The compression of the body. Empty if it has none."""
    encoding = headers.get("Content-Encoding", "").strip().lower()
    return "" if encoding == "identity" else encoding


def file_size(headers):
    """Bytes of the whole file, or None.

    The length of a compressed answer says nothing of the file.
    """
    if content_encoding(headers):
        return None
    if found := CONTENT_RANGE.match(headers.get("Content-Range", "")):
        return int(found[3])
    length = headers.get("Content-Length", "")
    is_part = "Content-Range" in headers
    return int(length) if length.isdecimal() and not is_part else None


def is_partial(headers):
    """True if the Content-Range covers less than the whole file, or cannot be read."""
    found = CONTENT_RANGE.match(headers.get("Content-Range", ""))
    return not (found and found[1] == "0" and int(found[2]) + 1 == int(found[3]))


def retry_after(headers):
    """Seconds the host asks us to wait. None if it does not say."""
    text = headers.get("Retry-After", "").strip()
    if text.isdecimal():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max((moment - datetime.now(UTC)).total_seconds(), 0.0)
