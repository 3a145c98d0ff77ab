"""What a search finds besides resources: guides, examples and words of the glossary."""

from operator import attrgetter

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from resources.search.postings import LANGUAGES, Field
from resources.search.site_pages import Source, register

from .models import Example, GlossaryTerm, Guide


def both(field, record, name):
    """A bilingual text as (field, language, text), once a language."""
    for language in LANGUAGES:
        yield field, language, getattr(record, f"{name}_{language}")


def texts_of_guide(guide):
    yield from both(Field.TITLE, guide.term, "label")
    yield from both(Field.TITLE, guide, "task_label")
    yield from both(Field.SUMMARY, guide.term, "definition")
    yield from both(Field.SUMMARY, guide, "intro")


def texts_of_example(example):
    yield from both(Field.TITLE, example, "name")
    for name in ("what_they_did", "outcome", "partners"):
        yield from both(Field.SUMMARY, example, name)
    yield Field.ORGANIZATION, "en", example.city


def texts_of_glossary_term(term):
    for name in names_of_glossary_term(term):
        for language in LANGUAGES:
            yield Field.TITLE, language, name
    yield from both(Field.SUMMARY, term, "definition")


def names_of_glossary_term(term):
    names = [term.term_en, term.term_es, term.expansion_en, term.expansion_es]
    return filter(None, [*names, *term.synonyms.splitlines()])


def expansion_of(term):
    """What an acronym stands for; nothing if that is the term itself."""
    return term.expansion if term.expansion != term.term else ""


def counted_guides(n):
    return ngettext("%(n)d guide", "%(n)d guides", n) % {"n": n}


def counted_examples(n):
    return ngettext("%(n)d example", "%(n)d examples", n) % {"n": n}


def counted_words(n):
    text = ngettext("%(n)d glossary word", "%(n)d glossary words", n)
    return text % {"n": n}


register(
    Source(
        kind="guide",
        label=_("Guides"),
        records=Guide.objects.with_page().for_links,
        texts=texts_of_guide,
        shows=frozenset({"term"}),
        title=attrgetter("term.label"),
        counted=counted_guides,
    )
)
register(
    Source(
        kind="example",
        label=_("Examples"),
        records=Example.objects.with_page,
        texts=texts_of_example,
        title=attrgetter("name"),
        counted=counted_examples,
    )
)
register(
    Source(
        kind="glossary-term",
        label=_("Glossary"),
        records=GlossaryTerm.objects.all,
        texts=texts_of_glossary_term,
        title=attrgetter("term"),
        counted=counted_words,
        subtitle=expansion_of,
        names=names_of_glossary_term,
    )
)
