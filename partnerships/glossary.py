"""Renders texts of guides as HTML, with links and explanations of glossary terms."""

import re
from functools import cached_property

from django.utils.html import format_html
from django.utils.safestring import SafeString

from resources.links.in_text import split_links
from resources.models import Link
from resources.models.urls import display_host

from .models import GlossaryTerm

WORD_END = r"(?:e?s)?(?!\w)"


class Explainer:
    """Renders the texts of one page. It marks the first use of each glossary term.

    `used` lists the terms that were marked. The case of an acronym must match, since IDEA is a
    law and an idea is none. Other terms match in any case.
    """

    def __init__(self, language):
        self.language = language
        self.used = []

    @cached_property
    def terms(self):
        """{name as matched in a text: term}. Names are lower case, acronyms are not."""
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
        return re.compile(rf"(?<!\w)({'|'.join(forms)}){WORD_END}") if forms else None

    def explain(self, text):
        """`text`, a `LocalizedText`, as HTML with links, and buttons for terms not yet used.

        A text in another language than the page's is marked with `lang`, without terms.
        """
        is_ours = text.language == self.language
        pieces = [
            self.link(words, address) if address else self.with_terms(words, is_ours)
            for words, address in split_links(text)
        ]
        found = SafeString("".join(pieces))
        return found if is_ours else format_html('<span lang="{}">{}</span>', text.language, found)

    def link(self, words, address):
        """A link. Its words alone if the address is quarantined as taken over."""
        if address in self.quarantined:
            return format_html("{}", words or display_host(address))
        return format_html(
            '<a href="{}" rel="external noreferrer">{}</a>', address, words or display_host(address)
        )

    @cached_property
    def quarantined(self):
        return set(Link.objects.quarantined().values_list("address", flat=True))

    def with_terms(self, text, is_ours):
        if not (is_ours and self.pattern):
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
