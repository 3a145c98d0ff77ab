"""Words as a search compares them: without capitals and accents, but with ñ."""

import re
import unicodedata

WORD = re.compile(r"\w+")
KEPT = {"ñ": "\0"}


def words(text):
    """The words of `text`, in order, folded: `¡Participación!` gives `["participacion"]`."""
    text = text.casefold()
    for letter, stand_in in KEPT.items():
        text = unicodedata.normalize("NFC", text).replace(letter, stand_in)
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    for letter, stand_in in KEPT.items():
        bare = bare.replace(stand_in, letter)
    return WORD.findall(bare)


def begins_each(sought, found):
    """Whether each of the sought words begins one of the found words."""
    return all(any(word.startswith(start) for word in found) for start in sought)
