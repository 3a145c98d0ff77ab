"""Finding the links in our own texts."""

import re

# Markdown's `[words](address)`, where an address may hold parentheses, one pair deep. Or a bare
# address, which does not include the full stop that ends the sentence.
LINK_IN_TEXT = re.compile(
    r"\[(?P<words>[^\[\]]*)\]\(\s*<?(?P<linked>https?://(?:[^\s()<>]|\([^\s()<>]*\))+)"
    r"(?:>?\s*(?:\"[^\"]*\"\s*)?\))?"
    r"|(?P<bare>https?://(?:[^\s()<>\[\]\"“”«»]|\([^\s()<>]*\))+)",
    re.IGNORECASE,
)
ENDS_SENTENCE = ".,;:!?'’*_"


def split_links(text):
    """Yield the pieces of a text in order, as (words, address).

    A piece between links has no address, and a bare address has no words.
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


def links_in_text(text):
    """(address, words) of each link in a text."""
    return [(address, words) for words, address in split_links(text) if address]
