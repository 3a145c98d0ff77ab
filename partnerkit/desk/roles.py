"""Roles at the desk: what their members may do, and whether a password is enough for them."""

from itertools import groupby

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerkit.models import RequiredSecondFactor
from resources.admin.editing.term_fields import Checklist

from .accounts import are_within_rights_of

ACTIONS = {
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


def shown_permissions(user):
    """What a role can be given: permissions for the records of the desk that `user` has too."""
    records = [model._meta for model in admin.site._registry]
    shown = Permission.objects.filter(
        content_type__app_label__in={meta.app_label for meta in records},
        content_type__model__in={meta.model_name for meta in records},
    ).select_related("content_type")
    own = user.get_all_permissions()
    names = {p.pk: f"{p.content_type.app_label}.{p.codename}" for p in shown}
    return shown.filter(pk__in=[pk for pk, name in names.items() if name in own])


def grouped(permissions):
    """Choices by the kind of record they are about."""
    ordered = sorted(permissions, key=lambda p: (kind_of(p).lower(), p.pk))
    return [
        (kind, [(permission.pk, label_of(permission)) for permission in group])
        for kind, group in groupby(ordered, key=kind_of)
    ]


def kind_of(permission):
    return capfirst(str(permission.content_type.model_class()._meta.verbose_name_plural))


def label_of(permission):
    return ACTIONS.get(permission.codename.partition("_")[0], permission.name)


class RoleForm(forms.ModelForm):
    requires_second_factor = forms.BooleanField(
        label=_("A password is not enough"),
        required=False,
        help_text=_(
            "Members set up a second step of signing in before they can do anything else."
            " As soon as one role asks for it, superusers need it, too."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        requirement = RequiredSecondFactor.objects.filter(pk=self.instance.pk)
        self.fields["requires_second_factor"].initial = requirement.exists()

    def clean_permissions(self):
        """What the page does not show, it does not take away."""
        chosen = self.cleaned_data["permissions"]
        if self.instance.pk is None:
            return chosen
        offered = self.fields["permissions"].queryset.values("pk")
        hidden = self.instance.permissions.exclude(pk__in=offered)
        pks = [permission.pk for permission in (*chosen, *hidden)]
        return Permission.objects.filter(pk__in=pks)


class RoleDesk(admin.ModelAdmin):
    form = RoleForm
    fields = ["name", "requires_second_factor", "permissions"]
    list_display = ["name", "requires_second_factor"]
    search_fields = ["name"]
    ordering = ["name"]

    class Media:
        css = {"all": ["css/admin.css"]}

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        permissions = shown_permissions(request.user)
        kwargs["widget"] = Checklist(capfirst(db_field.verbose_name))
        field = super().formfield_for_manytomany(db_field, request, queryset=permissions, **kwargs)
        field.choices = grouped(permissions)
        return field

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and (obj is None or are_within_rights_of(request.user, obj.permissions))

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or are_within_rights_of(request.user, obj.permissions))

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if form.cleaned_data["requires_second_factor"]:
            RequiredSecondFactor.objects.get_or_create(group=obj)
        else:
            RequiredSecondFactor.objects.filter(group=obj).delete()

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("required_second_factor")

    @admin.display(description=_("second step required"), boolean=True)
    def requires_second_factor(self, role):
        return hasattr(role, "required_second_factor")


admin.site.register(Group, RoleDesk)
