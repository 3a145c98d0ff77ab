"""What every public view has in common."""

from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe


def public_page(view):
    """GET and HEAD only. Anything else is refused for its method, not for a missing CSRF token."""
    return csrf_exempt(require_safe(view))
