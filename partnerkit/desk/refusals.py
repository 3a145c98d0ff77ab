"""The page of the desk that says what was refused, and who can do it."""

from django.contrib import admin
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Group, Permission
from django.shortcuts import render
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from resources.publishing.workflow import STEPS

ROLES = {
    "contributor": gettext_lazy("contributors"),
    "curator": gettext_lazy("curators"),
    "administrator": gettext_lazy("administrators"),
}
VERBS = {
    "view": gettext_lazy("look at"),
    "add": gettext_lazy("add"),
    "change": gettext_lazy("change"),
    "delete": gettext_lazy("delete"),
    "publish": gettext_lazy("publish"),
    "close": gettext_lazy("close"),
    "merge": gettext_lazy("merge"),
    "import": gettext_lazy("import"),
    "export": gettext_lazy("export"),
}
ACTIONS = {"changelist": "view", "history": "view", "add": "add", "change": "change"}


def refusal(request, exception):
    """The page for a refused request to the desk.

    A view that raises PermissionDenied with the name of a permission, such as
    `resources.merge_resource`, has that one explained; of Django's own views the address tells.
    """
    asked = [str(exception), *permissions_asked_by(request)]
    permissions = [found for label in asked if (found := find(label))]
    missing = [found for found in permissions if not request.user.has_perm(label_of(found))]
    context = admin.site.each_context(request) | {
        "title": _("This is not yours to do"),
        "is_for_nobody": permissions and not missing,
    }
    if missing:
        context |= {"what": what(missing[0]), "who": roles_with(missing[0])}
    return render(request, "admin/refused.html", context, status=403)


def permissions_asked_by(request):
    """What the address of a page of Django's admin needs, as far as it tells: what it says, and
    where visitors read the entry already, to publish.
    """
    name = request.resolver_match.url_name or ""
    for model, desk in admin.site._registry.items():
        prefix = f"{model._meta.app_label}_{model._meta.model_name}_"
        if name.startswith(prefix):
            action = action_of(request, name.removeprefix(prefix))
            yield f"{model._meta.app_label}.{get_permission_codename(action, model._meta)}"
            yield getattr(desk, "publish_permission", "")


def action_of(request, page):
    """The action a page of one model stands for."""
    if page == "changelist" and request.POST.get("action") == "delete_selected":
        return "delete"
    if page == "step" and request.resolver_match.kwargs["name"] in STEPS:
        return STEPS[request.resolver_match.kwargs["name"]].action
    return ACTIONS.get(page, page)


def find(label):
    app_label, _dot, codename = label.partition(".")
    permissions = Permission.objects.select_related("content_type")
    return permissions.filter(content_type__app_label=app_label, codename=codename).first()


def label_of(permission):
    return f"{permission.content_type.app_label}.{permission.codename}"


def what(permission):
    """What the account may not do, in words."""
    action = permission.codename.partition("_")[0]
    things = permission.content_type.model_class()._meta.verbose_name_plural
    return _("Your account may not %(action)s: %(things)s.") % {
        "action": VERBS.get(action, action),
        "things": things,
    }


def roles_with(permission):
    """The groups that have a permission, as a sentence begins with them; empty if none has."""
    groups = Group.objects.filter(permissions=permission).order_by("pk")
    names = [str(ROLES.get(group.name, group.name)) for group in groups]
    return capfirst(get_text_list(names, _("and")))
