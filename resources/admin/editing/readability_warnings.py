"""Warnings after saving a text that is hard to read. They prevent nothing."""

from django.contrib import messages
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from resources.models import Bilingual
from resources.publishing.readability import FORMULAS, reading_level

VERDICTS = {
    ("en", False): _("“%(text)s” reads at school grade %(score)s. Aim for grade %(aim)s or lower."),
    ("en", True): _(
        "“%(text)s” is hard to read: school grade %(score)s. Aim for grade %(aim)s or lower."
    ),
    ("es", False): _(
        "“%(text)s” scores %(score)s of 100 for ease of reading. Aim for %(aim)s or more."
    ),
    ("es", True): _(
        "“%(text)s” is hard to read: %(score)s of 100 for ease. Aim for %(aim)s or more."
    ),
}


def warn_of_hard_texts(request, form):
    """Warn of each changed text that misses our aim. Name its hardest sentences."""
    for name, reading in hard_texts(form):
        verdict = VERDICTS[reading.language, reading.is_hard] % {
            "text": capfirst(form.fields[name].label),
            "score": round(reading.score),
            "aim": FORMULAS[reading.language].aim,
        }
        messages.warning(request, with_sentences(verdict, reading))


def hard_texts(form):
    """Yields (field name, reading level) of each changed text that misses the aim."""
    if not isinstance(form.instance, Bilingual):
        return
    for name in form.changed_data:
        text, language = name[:-3], name[-2:]
        if text in form.instance.prose and language in FORMULAS:
            reading = reading_level(form.cleaned_data[name], language)
            if reading and reading.is_above_aim:
                yield name, reading


def with_sentences(verdict, reading):
    sentences = format_html_join(
        "", '<li lang="{}">{}</li>', ((reading.language, s.text) for s in reading.hardest)
    )
    return format_html("{} {}<ul>{}</ul>", verdict, _("The hardest sentences:"), sentences)
