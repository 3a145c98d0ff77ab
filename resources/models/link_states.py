"""What we know of a resource's address, in words a visitor understands. Never a status code."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LinkState(models.TextChoices):
    NOT_CHECKED = "not-checked", _("Not checked yet")
    WORKS = "works", _("Works")
    MOVED = "moved", _("Moved")
    REFUSES = "refuses-robots", _("Open it yourself")
    IN_TROUBLE = "in-trouble", _("Did not answer lately")  # failures, too few to be gone
    GONE = "gone", _("Gone")
    TAKEN_OVER = "taken-over", _("Taken over")


# Those that ask a curator for something.
TROUBLE = (LinkState.TAKEN_OVER, LinkState.GONE, LinkState.MOVED, LinkState.IN_TROUBLE)
