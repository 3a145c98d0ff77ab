"""Forms that were sent after the session had ended, so that no text is lost.

The server stores nothing of them. A form travels as one signed field of the sign-in page. After
signing in, its author may send it again. Only what this site itself signed is accepted back.
"""

import re
from dataclasses import asdict, dataclass
from functools import cached_property

from django.core import signing

RESUMED_POST_SALT = "text typed at the desk"
LONGEST_SIGNED = 1_000_000  # characters of the signed field
# Fields that a resumed post leaves out: secrets, and fields that the new form brings itself.
SECRETS = re.compile(r"password|^code$|^csrfmiddlewaretoken$|^opened_by$|^resumed_post$")
# Fields that a form fills in by itself, so nobody needs to read them.
TECHNICAL = re.compile(r"^_|-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$|-id$")


@dataclass(frozen=True)
class ResumedPost:
    """One form that was sent. `fields` are [name, value] in order, without files.

    `opened_by` is the user name of the account that opened the form, or "" if it did not say.
    """

    address: str
    opened_by: str
    fields: list
    file_names: list

    @classmethod
    def from_request(cls, request):
        """The form that `request` sent. None if it holds nothing to keep."""
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
        return cls(request.get_full_path(), sent.get("opened_by", ""), fields, files)

    @classmethod
    def from_signed(cls, text):
        """The form in a signed field. None for any text this site did not sign."""
        try:
            return cls(**signing.loads(text, salt=RESUMED_POST_SALT))
        except signing.BadSignature:
            return None

    @cached_property
    def signed(self):
        """The form as one field. "" if it is too long to be carried along."""
        text = signing.dumps(asdict(self), salt=RESUMED_POST_SALT, compress=True)
        return text if len(text) <= LONGEST_SIGNED else ""

    @property
    def typed_fields(self):
        """(name, value) of the fields that a person filled in, to be read."""
        return [(n, v) for n, v in self.fields if v.strip() and not TECHNICAL.search(n)]

    def belongs_to(self, user):
        return self.opened_by in ("", user.get_username())
