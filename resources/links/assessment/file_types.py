"""The file type of an answer: by its bytes, then its header, then its URL."""

import re
from pathlib import PurePosixPath

from resources.links.fetching.results import Answer
from resources.models.urls import parse_url

SIGNATURES = [
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n", "png"),
    (b"GIF8", "gif"),
    (b"\xff\xd8\xff", "jpg"),
    (b"ID3", "mp3"),
    (b"OggS", "ogg"),
    (b"\x1aE\xdf\xa3", "webm"),
]
ZIP_SIGNATURE, OLD_OFFICE_SIGNATURE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_CONTENTS = [
    (b"word/", "docx"),
    (b"xl/", "xlsx"),
    (b"ppt/", "pptx"),
    (b"application/epub", "epub"),
    (b"opendocument.text", "odt"),
    (b"opendocument.spreadsheet", "ods"),
    (b"opendocument.presentation", "odp"),
]
OFFICE_PREFIX = "application/vnd.openxmlformats-officedocument."
TYPES_BY_HEADER = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
    "application/vnd.ms-powerpoint": "ppt",
    f"{OFFICE_PREFIX}wordprocessingml.document": "docx",
    f"{OFFICE_PREFIX}spreadsheetml.sheet": "xlsx",
    f"{OFFICE_PREFIX}presentationml.presentation": "pptx",
    "application/rtf": "rtf",
    "text/rtf": "rtf",
    "application/epub+zip": "epub",
    "application/zip": "zip",
    "application/x-zip-compressed": "zip",
    "text/plain": "txt",
    "text/csv": "csv",
    "application/json": "json",
    "text/xml": "xml",
    "application/xml": "xml",
    "application/rss+xml": "xml",
    "application/atom+xml": "xml",
    "image/png": "png",
    "image/gif": "gif",
    "image/jpeg": "jpg",
    "image/svg+xml": "svg",
    "audio/mpeg": "mp3",
    "video/mp4": "mp4",
    "video/webm": "webm",
}
EXTENSIONS = {*TYPES_BY_HEADER.values(), "odt", "ods", "odp"} - {"html"}
MARKUP = re.compile(rb"<\s*(!doctype\s+html|html|head|title|body|frameset|meta|h1)\b", re.I)
MARKUP_WITHIN = 2048  # bytes


def file_type_of(answer: Answer, url: str) -> str:
    """The file type, such as `html` or `pdf`. Empty for a type not known here."""
    declared = TYPES_BY_HEADER.get(answer.content_type, "")
    named = type_from_url(url)
    return type_from_bytes(answer.body, declared, named) or declared or named or fallback(answer)


def type_from_bytes(body: bytes, declared: str, named: str) -> str:
    """The type that the bytes give away. Empty if they do not."""
    start = body[:1024].lstrip(b"\xef\xbb\xbf\r\n\t ")
    for signature, file_type in SIGNATURES:
        if start.startswith(signature):
            return file_type
    if start.startswith(ZIP_SIGNATURE):
        inside = next((file_type for sign, file_type in ZIP_CONTENTS if sign in body), "")
        return inside or (declared if declared in EXTENSIONS else "") or named or "zip"
    if start.startswith(OLD_OFFICE_SIGNATURE):
        return next((one for one in (declared, named) if one in ("doc", "xls", "ppt")), "doc")
    if start[4:8] == b"ftyp":
        return "mp4"
    is_page = MARKUP.search(body[:MARKUP_WITHIN].replace(b"\0", b""))
    return "html" if is_page and declared not in ("xml", "svg", "txt", "csv", "json") else ""


def type_from_url(url: str) -> str:
    """The type that the URL's file extension names."""
    try:
        extension = PurePosixPath(parse_url(url).path).suffix.lower().lstrip(".")
    except ValueError:
        return ""
    known = extension if extension in EXTENSIONS else ""
    return {"jpeg": "jpg", "htm": "html"}.get(extension, known)


def fallback(answer: Answer) -> str:
    """The type when neither header nor extension names one: text is treated as HTML."""
    is_text = answer.content_type in ("", "text/*") and b"\0" not in answer.body[:512]
    return "html" if is_text and answer.body else ""
