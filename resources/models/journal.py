from django.db import models
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """One line of the change journal: something public pages show has changed.

    Triggers of the database write it (see resources/journal/triggers.py), so no way of writing
    escapes it. Nothing else should. The newest change of an entry replaces its earlier ones.
    Read it through resources/journal/reader.py: lines are numbered before they are committed.
    """

    # The journal's first line, whose key names this database's past, unlike any other's.
    ORIGIN = "origin"
    # Some table was emptied at once, without saying of which entries.
    EVERYTHING = "everything"

    sequence = models.BigAutoField(_("number"), primary_key=True)
    kind = models.CharField(
        _("kind"),
        max_length=20,
        help_text=_("What changed: “resource”, “term”, “guide” or another kind of entry."),
    )
    key = models.CharField(
        _("key"), max_length=60, help_text=_("The entry’s primary key; a vocabulary’s is its slug.")
    )
    at = models.DateTimeField(
        _("changed at"), help_text=_("When it was written, a little before it was committed.")
    )
    transaction = models.BigIntegerField(
        _("transaction"), help_text=_("Its number in PostgreSQL; 0 in SQLite.")
    )

    class Meta:
        ordering = ["sequence"]
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [
            models.Index(fields=["kind", "key"], name="change_by_entry"),
            models.Index(fields=["transaction"], name="change_by_transaction"),
        ]

    def __str__(self):
        return f"{self.kind} {self.key}".strip()
