"""The context of base.html. It needs no query, since error pages use it too."""

from django.conf import settings

from resources.web.views import unknown_parameter_notices

LANGUAGE_NAMES = {"en": "English", "es": "Español"}


def site(request):
    """The section of the site, this page in each language, and notices of unknown parameters.

    `parameter_notices` is for pages that read no parameters. Lists read some, and make their own
    notices.
    """
    path = request.path_info
    # A request that was refused early, as for its host name, has no language yet.
    language = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
    if language != settings.LANGUAGE_CODE:
        path = path.removeprefix(f"/{language}")
    query = request.META.get("QUERY_STRING", "")
    return {
        "parameter_notices": lambda: unknown_parameter_notices(request.GET),
        "section": path.strip("/").partition("/")[0],
        "siblings": [
            {
                "code": code,
                "name": name,
                "address": path_in_language(code, path, query),
                "is_current": code == language,
            }
            for code, name in LANGUAGE_NAMES.items()
        ],
    }


def path_in_language(language, path, query):
    prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
    return f"{prefix}{path}?{query}" if query else f"{prefix}{path}"
