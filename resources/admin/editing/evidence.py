"""What stored copies say, shown apart from what was checked or reviewed."""

from django.utils.translation import gettext_lazy as _

EVIDENCE_FIELDS = ["address_evidence", "cited_by", "evidence_url"]


def evidence_fieldset(*fields):
    """The stored copies' part of a form, closed until a curator opens it."""
    return (
        _("Evidence from stored copies"),
        {
            "fields": [*fields, *EVIDENCE_FIELDS],
            "classes": ["collapse"],
            "description": _(
                "What stored copies say. Neither a check of the link nor a review;"
                " visitors never see it."
            ),
        },
    )
