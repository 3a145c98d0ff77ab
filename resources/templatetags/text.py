"""Tags for small pieces of a page: the language of a text, a day, a title, an icon."""

from django import template
from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def lang(text):
    """` lang="es"` for a `LocalizedText` in another language than the page's, else empty."""
    language = getattr(text, "language", None)
    if not text or language in (None, get_language()):
        return ""
    return format_html(' lang="{}"', language)


@register.simple_tag
def day(date):
    """A `<time>` with the date, or the local date of a datetime, in words."""
    if hasattr(date, "tzinfo"):
        date = localtime(date).date()
    return format_html(
        '<time datetime="{}">{}</time>', date.isoformat(), date_format(date, "DATE_FORMAT")
    )


@register.simple_tag
def resource_link(resource):
    """A resource's title, as a link where it has a page."""
    title = format_html("<span{}>{}</span>", lang(resource.title), resource.title)
    if not resource.has_page:
        return title
    return format_html('<a href="{}">{}</a>', resource.get_absolute_url(), title)


@register.simple_tag
def icon(name):
    """An icon of the sprite. Screen readers skip it, since the words next to it say the same."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        static("img/icons.svg"),
        name,
    )
