"""Middleware: the security policy, the language, and the page for a refused method."""

from django.conf import settings
from django.http import HttpResponseNotAllowed
from django.shortcuts import render
from django.utils import translation


def content_security_policy(get_response):
    """Send the header `Content-Security-Policy`, made from the setting `SECURE_CSP`."""
    policy = "; ".join(" ".join([name, *values]) for name, values in settings.SECURE_CSP.items())

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy)
        return response

    return middleware


def language_from_address(get_response):
    """Take the language from the path alone, so that no response varies on a cookie or header."""
    prefixed = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]

    def middleware(request):
        first = request.path_info.split("/", 2)[1]
        language = first if first in prefixed else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def explain_refused_method(get_response):
    """Give a 405 response without a body the page 405.html."""

    def middleware(request):
        response = get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            page = render(request, "405.html", status=405)
            page.headers["Allow"] = response.headers["Allow"]
            return page
        return response

    return middleware
