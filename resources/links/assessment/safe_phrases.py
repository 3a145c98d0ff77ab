"""Phrases typical of pages that warn, teach, treat or report.

Spam pages seldom contain them. The lists are in `phrases/`.
"""

from .phrases import load_phrases

WARNINGS = load_phrases("warnings")
CAUTIONS = load_phrases("cautions")
SAFE_WORDS = load_phrases("safe_words")
SAFE_WORDS_OTHER_SCRIPTS = load_phrases("safe_words_other_scripts")
