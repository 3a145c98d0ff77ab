"""Slugs for new entries: made from a title, and never one that another entry has or had."""

from itertools import count

from django.utils.text import slugify

from .workflow import FormerSlug

LONGEST_SLUG = 190  # characters. The column takes 200, so that a number fits behind.


def slug_from(text, *, fallback, longest=LONGEST_SLUG):
    """`text` as a slug of at most `longest` characters.

    `fallback` if no character of it can be in a slug.
    """
    return slugify(text)[:longest].strip("-") or fallback


def used_slugs(model, **lookup):
    """The slugs that an entry of `model` has or once had, among those that `lookup` finds."""
    today = model.objects.filter(**lookup)
    former = FormerSlug.objects.of_kind(model).filter(**lookup)
    return {*today.values_list("slug", flat=True), *former.values_list("slug", flat=True)}


def unused_slug(model, text, *, fallback, longest=LONGEST_SLUG):
    """A slug from `text`, numbered if need be, that no entry of `model` has or ever had."""
    slug = slug_from(text, fallback=fallback, longest=longest)
    used = used_slugs(model, slug__startswith=slug)
    numbered = (f"{slug}-{number}" for number in count(2))
    return slug if slug not in used else next(other for other in numbered if other not in used)
