"""The state of a link, in words a visitor understands. Never a bare status code."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LinkState(models.TextChoices):
    NOT_CHECKED = "not-checked", _("Not checked yet")
    WORKS = "works", _("Works")
    MOVED = "moved", _("Moved")
    REFUSES = "refuses-robots", _("Open it yourself")
    IN_TROUBLE = "in-trouble", _("Did not answer lately")  # it failed, on too few days to be gone
    GONE = "gone", _("Gone")
    TAKEN_OVER = "taken-over", _("Taken over")


# The states in which a curator has to do something.
TROUBLE = (LinkState.TAKEN_OVER, LinkState.GONE, LinkState.MOVED, LinkState.IN_TROUBLE)
