"""Templates rendered once, with gaps that are then filled for each request.

Rendering takes most of a page's time, and most of what it makes is the same every time. A gap is a
mark that no text can hold; whoever fills it escapes what goes in.
"""

import secrets

from django.template.loader import get_template
from django.utils.safestring import SafeString

GAP = SafeString(f"\x02{secrets.token_hex(8)}\x02")


def pieces(template, context, request=None):
    """What stands around the gaps of a rendered template: one piece more than there are gaps."""
    return get_template(template).render(context, request).strip().split(GAP)


def filled(pieces, fillings):
    """The HTML with `fillings`, one a gap, in their order."""
    parts = [pieces[0]]
    for filling, piece in zip(fillings, pieces[1:], strict=True):
        parts += (filling, piece)
    return SafeString("".join(parts))


class Fragments:
    """The pieces of one template, kept by what they depend on; all are forgotten at `most`."""

    def __init__(self, template, *, most):
        self.template, self.most = template, most
        self.known = {}

    def pieces(self, key, context, request=None):
        """The pieces for `key`, whose gaps `context` holds; rendered where they are not known."""
        found = self.known.get(key)
        if found is None:
            if len(self.known) >= self.most:
                self.known = {}  # others go on with the one they have
            found = self.known[key] = pieces(self.template, context, request)
        return found
