"""Links within our own texts."""

import re

# Markdown's `[words](address)`, where an address may have one pair of parentheses in another; or a
# bare address, of which the full stop that ends the sentence is no part.
LINK_IN_TEXT = re.compile(
    r"\[(?P<words>[^\[\]]*)\]\(\s*<?(?P<linked>https?://(?:[^\s()<>]|\([^\s()<>]*\))+)"
    r"(?:>?\s*(?:\"[^\"]*\"\s*)?\))?"
    r"|(?P<bare>https?://(?:[^\s()<>\[\]\"“”«»]|\([^\s()<>]*\))+)",
    re.IGNORECASE,
)
ENDS_SENTENCE = ".,;:!?'’*_"


def pieces_of(text):
    """(words, address) of the pieces of a text, in order; what is no link has no address.

    A bare address has no words.
    """
    end = 0
    for found in LINK_IN_TEXT.finditer(text):
        address, stop = found["linked"], found.end()
        if not address:
            address = found["bare"].rstrip(ENDS_SENTENCE)
            stop = found.start() + len(address)
        yield text[end : found.start()], ""
        yield found["words"] or "", address
        end = stop
    yield text[end:], ""


def links_in(text):
    """(address, words) of each link in a text."""
    return [(address, words) for words, address in pieces_of(text) if address]
