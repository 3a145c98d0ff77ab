"""What somebody typed into a form of the desk after the session had ended, kept in the page itself.

Nothing of it is stored here. It travels in one sealed field of the sign-in page, so that all that
ever comes back is what this site was sent at an address of the desk, and is then offered again.
"""

import re
from dataclasses import asdict, dataclass
from functools import cached_property

from django.core import signing

SALT = "text typed at the desk"
MOST = 1_000_000  # characters of the sealed field
# Never kept, and never sent again as it was.
SECRETS = re.compile(r"password|^code$|^csrfmiddlewaretoken$|^typed_by$|^kept$")
# What a form says of itself, not what a person typed.
TECHNICAL = re.compile(r"^_|-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$|-id$")


@dataclass(frozen=True)
class KeptText:
    """`fields` are pairs of a name and a value, in the order they came; files are not among them.

    `typist` is the name of who was signed in when the form was opened, empty if it did not say.
    """

    address: str
    typist: str
    fields: list
    file_names: list

    @classmethod
    def of(cls, request):
        """What was sent to `request`; None if nobody typed anything."""
        sent = request.POST
        fields = [
            [name, value]
            for name, values in sent.lists()
            if not SECRETS.search(name)
            for value in values
        ]
        files = [file.name for _name, files in request.FILES.lists() for file in files]
        if not fields and not files:
            return None
        return cls(request.get_full_path(), sent.get("typed_by", ""), fields, files)

    @classmethod
    def unsealed(cls, text):
        """What was sealed before; None of anything else."""
        try:
            return cls(**signing.loads(text, salt=SALT))
        except signing.BadSignature:
            return None

    @cached_property
    def sealed(self):
        text = signing.dumps(asdict(self), salt=SALT, compress=True)
        return text if len(text) <= MOST else ""

    @property
    def lines(self):
        """What a person typed, to be read: names and values."""
        return [(n, v) for n, v in self.fields if v.strip() and not TECHNICAL.search(n)]

    def is_of(self, user):
        return self.typist in ("", user.get_username())
