"""Splits the texts of guides into paragraphs that read well on a phone."""

import re

from resources.models import LocalizedText

SENTENCE_END = re.compile(r"(?<=[.!?»”])\s+(?=[A-ZÁÉÍÓÚÑ¿¡«“0-9])")
LONG_PARAGRAPH = 300  # characters


def paragraphs(text):
    """The paragraphs of `text`, a `LocalizedText`, split at blank lines.

    A single paragraph of more than LONG_PARAGRAPH characters becomes three: an opening of a
    sentence or two, and the rest in halves.
    """
    given = [p.strip() for p in re.split(r"\n\s*\n", text) if p.strip()]
    if len(given) == 1 and len(text) > LONG_PARAGRAPH:
        given = opening_and_halves(SENTENCE_END.split(given[0]))
    return [LocalizedText(p, text.language) for p in given]


def opening_and_halves(sentences):
    opening = []
    while sentences and len(" ".join(opening)) < LONG_PARAGRAPH // 3:
        opening.append(sentences.pop(0))
    half = (len(sentences) + 1) // 2
    return [" ".join(s) for s in (opening, sentences[:half], sentences[half:]) if s]
