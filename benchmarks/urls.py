"""The site's URLs, and a constant page that costs nothing but its bytes."""

from functools import lru_cache

from django.http import HttpResponse
from django.urls import path

from partnerkit import urls as site
from partnerkit.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

START, END = b"<!DOCTYPE html><title>Constant</title><p>", b"</p>\n"


def constant(request, size):
    return HttpResponse(page_of(size))


@lru_cache(maxsize=100)
def page_of(size):
    """A page of exactly `size` bytes, as long as its own elements fit."""
    return START + b"x" * (size - len(START) - len(END)) + END


urlpatterns = [path("benchmark/constant/<int:size>/", constant), *site.urlpatterns]
