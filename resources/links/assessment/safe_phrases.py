"""Phrases typical of pages that warn, teach, treat or report; see `phrases/`.

Spam pages seldom contain them.
"""

from .phrases import load_phrases

WARNINGS = load_phrases("warnings")
CAUTIONS = load_phrases("cautions")
SAFE_WORDS = load_phrases("safe_words")
SAFE_WORDS_OTHER_SCRIPTS = load_phrases("safe_words_other_scripts")
