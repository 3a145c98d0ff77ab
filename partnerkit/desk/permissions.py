"""Permissions and roles: what they are called, and which ones an account has."""

from django.contrib.auth.models import Permission
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy, pgettext_lazy

# The roles of this site, by the name of the group. A site may add others.
ROLE_LABELS = {
    "contributor": gettext_lazy("contributors"),
    "curator": gettext_lazy("curators"),
    "administrator": gettext_lazy("administrators"),
}
# The verb of a permission, by the first word of its codename.
ACTION_LABELS = {
    "view": pgettext_lazy("permission", "look at"),
    "add": pgettext_lazy("permission", "add"),
    "change": pgettext_lazy("permission", "change"),
    "delete": pgettext_lazy("permission", "delete"),
    "publish": pgettext_lazy("permission", "publish"),
    "close": pgettext_lazy("permission", "close"),
    "merge": pgettext_lazy("permission", "merge"),
    "import": pgettext_lazy("permission", "import"),
    "export": pgettext_lazy("permission", "export"),
}


def full_name(permission):
    """The name `user.has_perm` takes, such as `resources.merge_resource`."""
    return f"{permission.content_type.app_label}.{permission.codename}"


def permission_named(name):
    """The permission with a full name. None if there is none."""
    app_label, _dot, codename = name.partition(".")
    permissions = Permission.objects.select_related("content_type")
    return permissions.filter(content_type__app_label=app_label, codename=codename).first()


def action_label(permission):
    """The verb for what a permission allows, such as “publish”."""
    return ACTION_LABELS.get(permission.codename.partition("_")[0], permission.name)


def records_label(permission):
    """The records a permission is about, such as “Resources”."""
    return capfirst(str(permission.content_type.model_class()._meta.verbose_name_plural))


def account_permissions(user):
    """The permissions of an account by its roles and of its own, even if inactive."""
    return Permission.objects.filter(Q(group__user=user) | Q(user=user))


def has_all_permissions(user, permissions):
    """True if `user` has every one of `permissions` (a queryset)."""
    if user.is_superuser:
        return True
    names = permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{name}" for app, name in names} <= user.get_all_permissions()
