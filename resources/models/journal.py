from django.db import models
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """One line of the change journal: something that public pages show has changed.

    The database's triggers write it (see resources/journal/triggers.py), so every change is
    recorded, however it is made. Only `reader.record_everything` adds a line of its own. The
    newest change of an entry replaces its earlier ones. Read it through
    resources/journal/reader.py, since lines are numbered before they are committed.
    """

    # The kind of the journal's first line. Its key identifies this database.
    ORIGIN = "origin"
    # The kind of a line that names no entry: a whole table was emptied.
    EVERYTHING = "everything"

    sequence = models.BigAutoField(_("number"), primary_key=True)
    kind = models.CharField(
        _("kind"),
        max_length=20,
        help_text=_(
            "What changed: a kind of entry, such as “resource”, or a record, such as “link”."
        ),
    )
    key = models.CharField(
        _("key"), max_length=60, help_text=_("Its primary key, such as the slug of a vocabulary.")
    )
    at = models.DateTimeField(
        _("changed at"), help_text=_("When it was written, a little before it was committed.")
    )
    transaction = models.BigIntegerField(
        _("transaction"), help_text=_("Its number in PostgreSQL. 0 in SQLite.")
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
