"""The page for a refused request: what was refused, and which roles can do it."""

from django.contrib import admin
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Group
from django.shortcuts import render
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _

from resources.publishing.workflow import STEPS

from .permissions import ROLE_LABELS, action_label, full_name, permission_named

# The action that a page of Django's admin needs a permission for.
PAGE_ACTIONS = {"changelist": "view", "history": "view", "add": "add", "change": "change"}


def desk_permission_denied(request, exception):
    """The page for a refused request to the desk.

    A view may raise PermissionDenied with the full name of the permission it needs, such as
    `resources.import_resource`. Otherwise the needed permissions follow from the address.
    """
    names = [str(exception), *needed_permissions(request)]
    permissions = [found for name in names if (found := permission_named(name))]
    missing = [found for found in permissions if not request.user.has_perm(full_name(found))]
    context = admin.site.each_context(request) | {
        "title": _("Your account may not do this"),
        "is_for_nobody": permissions and not missing,
    }
    if missing:
        context |= {"what": refusal_sentence(missing[0]), "who": roles_with(missing[0])}
    return render(request, "admin/permission_denied.html", context, status=403)


def needed_permissions(request):
    """The permissions that a page of Django's admin needs, as far as its address says.

    They are the one for the action and, since changing an entry that visitors can read needs it
    too, the one to publish.
    """
    name = request.resolver_match.url_name or ""
    for model, model_admin in admin.site._registry.items():
        prefix = f"{model._meta.app_label}_{model._meta.model_name}_"
        if name.startswith(prefix):
            action = action_of(request, name.removeprefix(prefix))
            yield f"{model._meta.app_label}.{get_permission_codename(action, model._meta)}"
            yield getattr(model_admin, "publish_permission", "")


def action_of(request, page):
    """The action for which a page of one model needs a permission."""
    if page == "changelist" and request.POST.get("action") == "delete_selected":
        return "delete"
    if page == "step" and request.resolver_match.kwargs["name"] in STEPS:
        return STEPS[request.resolver_match.kwargs["name"]].action
    return PAGE_ACTIONS.get(page, page)


def refusal_sentence(permission):
    """What the account may not do, as a sentence."""
    things = permission.content_type.model_class()._meta.verbose_name_plural
    return _("Your account may not %(action)s: %(things)s.") % {
        "action": action_label(permission),
        "things": things,
    }


def roles_with(permission):
    """The roles with a permission, as the start of a sentence; "" if none has it."""
    groups = Group.objects.filter(permissions=permission).order_by("pk")
    names = [str(ROLE_LABELS.get(group.name, group.name)) for group in groups]
    return capfirst(get_text_list(names, _("and")))
