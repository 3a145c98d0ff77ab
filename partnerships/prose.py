"""Our own texts, set for reading."""

import re

from resources.models import Text

SENTENCE_END = re.compile(r"(?<=[.!?»”])\s+(?=[A-ZÁÉÍÓÚÑ¿¡«“0-9])")
LONG_PARAGRAPH = 300  # characters


def paragraphs(text):
    """The paragraphs of a text, split at blank lines.

    A text of one long paragraph is set as an opening sentence or two and the rest in halves, so
    that a phone shows more than a wall of words.
    """
    given = [p.strip() for p in re.split(r"\n\s*\n", text) if p.strip()]
    if len(given) == 1 and len(text) > LONG_PARAGRAPH:
        given = opening_and_halves(SENTENCE_END.split(given[0]))
    return [Text(p, text.language) for p in given]


def opening_and_halves(sentences):
    opening = []
    while sentences and len(" ".join(opening)) < LONG_PARAGRAPH // 3:
        opening.append(sentences.pop(0))
    half = (len(sentences) + 1) // 2
    return [" ".join(s) for s in (opening, sentences[:half], sentences[half:]) if s]
