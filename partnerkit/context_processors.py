"""What base.html needs on every page. No query: error pages use it too."""

from django.conf import settings

from resources.web.views import unknown_parameter_notices

LANGUAGE_NAMES = {"en": "English", "es": "Español"}


def site(request):
    """The section of the site, this page in each language, and what the page does not read.

    Lists read parameters and say themselves what they left out; other pages read none.
    """
    path = request.path_info
    # A request refused early, for its host name, has no language yet.
    language = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
    if language != settings.LANGUAGE_CODE:
        path = path.removeprefix(f"/{language}")
    query = request.META.get("QUERY_STRING", "")
    return {
        "unread": lambda: unknown_parameter_notices(request.GET),
        "section": path.strip("/").partition("/")[0],
        "siblings": [
            {
                "code": code,
                "name": name,
                "address": address_in(code, path, query),
                "is_current": code == language,
            }
            for code, name in LANGUAGE_NAMES.items()
        ],
    }


def address_in(language, path, query):
    prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
    return f"{prefix}{path}?{query}" if query else f"{prefix}{path}"
