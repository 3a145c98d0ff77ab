"""Glossary terms explained where a guide uses them."""

import re
from functools import cached_property

from django.utils.html import format_html
from django.utils.safestring import SafeString

from partnerships.models import GlossaryTerm

PUNCTUATION_AFTER = r"(?:e?s)?(?!\w)"


class Explainer:
    """Marks the first use of each glossary term on a page; `used` are the terms it marked.

    An acronym is matched to the letter (IDEA is a law, an idea is not); words in any case.
    """

    def __init__(self, language):
        self.language = language
        self.used = []

    @cached_property
    def terms(self):
        """Each term by the form it takes in a text of this language."""
        forms = {}
        for term in GlossaryTerm.objects.all():
            name = getattr(term, f"term_{self.language}") or term.term_en
            name = re.sub(r"\s*\([^)]*\)$", "", name)
            forms[name if name.isupper() else name.casefold()] = term
        return forms

    @cached_property
    def pattern(self):
        longest_first = sorted(self.terms, key=len, reverse=True)
        forms = [re.escape(f) if f.isupper() else f"(?i:{re.escape(f)})" for f in longest_first]
        return re.compile(rf"(?<!\w)({'|'.join(forms)}){PUNCTUATION_AFTER}") if forms else None

    def explain(self, text):
        """`text` as HTML, each term used for the first time on the page opening its explanation."""
        if text.language != self.language:
            return format_html('<span lang="{}">{}</span>', text.language, text)
        if not self.pattern:
            return format_html("{}", text)
        pieces, end = [], 0
        for match in self.pattern.finditer(text):
            form = match[1] if match[1].isupper() else match[1].casefold()
            term = self.terms.get(form) or self.terms.get(match[1].casefold())
            if term and term not in self.used:
                self.used.append(term)
                pieces.append(format_html("{}", text[end : match.start()]))
                pieces.append(self.button(term, match[0]))
                end = match.end()
        pieces.append(format_html("{}", text[end:]))
        return SafeString("".join(pieces))

    @staticmethod
    def button(term, words):
        return format_html(
            '<button class="word" type="button" popovertarget="word-{}">{}</button>',
            term.slug,
            words,
        )
