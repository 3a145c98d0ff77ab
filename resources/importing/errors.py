"""The sentences on why a file, a row or a cell is refused, or worth a look."""

from typing import Any

from django.utils.translation import gettext_lazy as _

# Errors of a whole file, of which no row is planned.
FILE_ERRORS = {
    "empty": _("The file is empty."),
    "no-rows": _("The file has column names but no rows below them."),
    "too-large": _("The file is larger than %(most)s MB. Split it into parts."),
    "too-many-rows": _("The file has more than %(most)s rows. Split it into parts."),
    "workbook": _(
        "This is an Excel workbook. In Excel, choose “Save as”, then “CSV UTF-8”, and upload that."
    ),
    "utf-16": _(
        "This file is saved as “Unicode text” (UTF-16). Save it as “CSV UTF-8” and try again."
    ),
    "encoding": _(
        "A letter here is not UTF-8, so accents would be lost. Save the file as “CSV UTF-8”."
    ),
    "nul": _("There is a NUL character here, which no text has. Is this a text file?"),
    "line-too-long": _("This line is longer than any row can be. Is this a CSV file?"),
    "cut-off": _(
        "The file ends in the middle of a quoted cell. Was it cut off, or is a quotation mark"
        " missing?"
    ),
    "quotes": _(
        "The quotation marks here do not match. A quotation mark inside a quoted cell is written"
        " twice."
    ),
    "cell-too-long": _("A cell that begins here is too long. Is a quotation mark missing?"),
    "no-header": _(
        "The first line holds no column names, such as “id” or “title_en”. Download the template"
        " to see them."
    ),
    "unknown-column": _("There is no column “%(name)s”. Remove it, or correct its name."),
    "unknown-column-like": _("There is no column “%(name)s”. Did you mean “%(like)s”?"),
    "double-column": _("The column “%(name)s” is there twice."),
    "missing-column": _(
        "There is neither a column “id” nor a column “url”, so no row can be matched with an entry."
    ),
    "not-json": _("This is not valid JSON. Is a comma or a quotation mark missing?"),
    "json-cut-off": _("The file ends in the middle. Was it cut off?"),
    "json-no-list": _("A JSON file holds a list of entries: [{…}, {…}]."),
    "json-no-entry": _('Each entry in a JSON file is an object: {"id": …, "title_en": …}.'),
    "json-too-deep": _("This entry is nested too deeply."),
    "json-too-long": _("This entry is longer than any entry can be."),
}

# Errors of one row. The other rows are planned.
ROW_ERRORS = {
    "too-few-cells": _(
        "This row has %(found)s cells, and the first line names %(named)s columns. Was the file"
        " cut off?"
    ),
    "too-many-cells": _(
        "This row has more cells than there are columns. Does a text with the separator in it"
        " lack quotation marks?"
    ),
    "formula": _(
        "This begins like a formula. If it is meant as text, put an apostrophe (') before it."
    ),
    "not-text": _("This is neither a text, a number, yes or no, nor a list of slugs."),
    "no-text": _("This holds a character that cannot be stored."),
    "too-long": _("This has %(length)s characters. The most is %(longest)s."),
    "bad-address": _("This is no web address. It starts with http:// or https://."),
    "bad-choice": _("“%(text)s” is not a choice here. Choose one of: %(choices)s."),
    "bad-year": _("Give the year with four digits, such as 2007."),
    "bad-flag": _("Write yes or no."),
    "bad-id": _("An id has at most 200 characters: letters without accents, digits, - and _."),
    "unknown-term": _("The vocabulary “%(vocabulary)s” has no term “%(slug)s”."),
    "unknown-term-like": _(
        "The vocabulary “%(vocabulary)s” has no term “%(slug)s”. Did you mean “%(like)s”?"
    ),
    "not-bars": _(
        "The vocabulary “%(vocabulary)s” has no term “%(slug)s”. Separate several terms with |."
    ),
    "one-term": _("An entry has one term of this vocabulary, not several."),
    "unknown-organization": _("No organization has the slug “%(slug)s”. Add it first."),
    "unknown-organization-like": _(
        "No organization has the slug “%(slug)s”. Did you mean “%(like)s”?"
    ),
    "needed": _("A new entry needs this."),
    "cannot-be-empty": _("This cannot be empty."),
    "no-title": _("Give its title in at least one language."),
    "published-needs-summary": _("The entry is published, so it needs a summary."),
    "published-needs-url": _("The entry is published, so it needs an address."),
    "same-id": _("Line %(line)s has the same id."),
    "same-entry": _("Line %(line)s is about the same entry, “%(slug)s”."),
    "which-entry": _("Several entries have this address: %(slugs)s. Give the id of one."),
}

# Notes that do not prevent an import.
ROW_NOTES = {
    "matched-address": _("There is no entry “%(given)s”. The entry “%(slug)s” has this address."),
    "matched-former": _("“%(given)s” is a former address of “%(slug)s”."),
    "same-address": _("“%(slug)s” has the same address."),
    "like-title": _("“%(slug)s”, of the same organization, has nearly the same title: %(title)s"),
    "no-last-break": _(
        "The file does not end with a line break. Make sure that its last row is complete."
    ),
}

REMARK_TEXTS: dict[str, Any] = FILE_ERRORS | ROW_ERRORS | ROW_NOTES


def explain_remark(code: str, facts: dict[str, Any]) -> str:
    """The sentence for a `code`, in the active language."""
    return REMARK_TEXTS[code] % facts if facts else str(REMARK_TEXTS[code])


class Remark:
    """An error or a note about a file, a row or a cell, with its line if known."""

    def __init__(
        self, code: str, *, line: int | None = None, column: str = "", **facts: Any
    ) -> None:
        self.code, self.line, self.column, self.facts = code, line, column, facts

    def __str__(self) -> str:
        return explain_remark(self.code, self.facts)

    def as_stored(self) -> dict[str, Any]:
        """The remark as a plan keeps it, to be explained in each reader's language."""
        return {"code": self.code, "column": self.column, "facts": self.facts}


class RefusedError(Exception):
    """A file, a row or a cell cannot be used, for the reason in `remark`."""

    def __init__(self, code: str, **about: Any) -> None:
        super().__init__(code)
        self.remark = Remark(code, **about)

    def __str__(self) -> str:
        return str(self.remark)
