"""The filter `blanks`, for lines to say aloud."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

register = template.Library()

BLANK = "___"


@register.filter
def blanks(line):
    """A line as HTML: each `___` becomes a blank to fill in, named for screen readers."""
    blank = format_html(
        '<span class="blank"><span class="visually-hidden">{}</span></span>', _("(blank)")
    )
    return format_html_join(blank, "{}", ((piece,) for piece in line.split(BLANK)))
