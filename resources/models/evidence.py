"""Evidence from stored copies of pages for an entry's address, for curators only.

It is neither a check of the link nor a review by a person, and no page shows it as one.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .fields import WebAddressField, term_of


class Evidence(models.Model):
    address_evidence = term_of(
        "address-evidence", _("how the address is known"), null=True, blank=True
    )
    cited_by = WebAddressField(
        _("page that prints the address"), blank=True, help_text=_("A stored page that cites it.")
    )
    evidence_url = WebAddressField(
        _("page that was read"),
        blank=True,
        help_text=_("For curators only. It may be a copy on somebody else’s site."),
    )

    class Meta:
        abstract = True
