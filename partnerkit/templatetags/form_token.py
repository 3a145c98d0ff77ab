"""`{% desk_form_token %}`: the field that says who opened a form of the desk.

It stands beside `{% csrf_token %}` in every form whose fields are kept when the session has ended
(see `partnerkit/desk/resumed_posts.py`): they are offered to the same curator only.
"""

from django import template
from django.utils.html import format_html

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_form_token(context):
    """The hidden field `opened_by`. It works in templates included with `only`, too."""
    name = context.request.user.get_username()
    return format_html('<input type="hidden" name="opened_by" value="{}">', name)
