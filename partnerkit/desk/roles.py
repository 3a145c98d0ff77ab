"""The admin of roles: permissions, and if members need a second factor."""

from itertools import groupby

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from partnerkit.models import RequiredSecondFactor
from resources.admin.editing.term_fields import Checklist

from .permissions import action_label, full_name, has_all_permissions, records_label


def grantable_permissions(user):
    """The permissions `user` has and may give to a role: those for desk records."""
    records = [model._meta for model in admin.site._registry]
    permissions = Permission.objects.filter(
        content_type__app_label__in={meta.app_label for meta in records},
        content_type__model__in={meta.model_name for meta in records},
    ).select_related("content_type")
    own = user.get_all_permissions()
    keys = [permission.pk for permission in permissions if full_name(permission) in own]
    return permissions.filter(pk__in=keys)


def grouped_choices(permissions):
    """Form choices grouped by the kind of record: [(kind, [(pk, label)])]."""
    ordered = sorted(permissions, key=lambda p: (records_label(p).lower(), p.pk))
    return [
        (kind, [(permission.pk, action_label(permission)) for permission in group])
        for kind, group in groupby(ordered, key=records_label)
    ]


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
        """The chosen permissions, with those the role has and the form does not offer."""
        chosen = self.cleaned_data["permissions"]
        if self.instance.pk is None:
            return chosen
        choices = self.fields["permissions"].queryset.values("pk")
        hidden = self.instance.permissions.exclude(pk__in=choices)
        pks = [permission.pk for permission in (*chosen, *hidden)]
        return Permission.objects.filter(pk__in=pks)


class RoleAdmin(admin.ModelAdmin):
    """Nobody changes or deletes a role with permissions that they lack themselves."""

    form = RoleForm
    fields = ["name", "requires_second_factor", "permissions"]
    list_display = ["name", "requires_second_factor"]
    search_fields = ["name"]
    ordering = ["name"]

    class Media:
        css = {"all": ["css/admin.css"]}

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        permissions = grantable_permissions(request.user)
        kwargs["widget"] = Checklist(capfirst(db_field.verbose_name))
        field = super().formfield_for_manytomany(db_field, request, queryset=permissions, **kwargs)
        field.choices = grouped_choices(permissions)
        return field

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and (obj is None or has_all_permissions(request.user, obj.permissions))

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or has_all_permissions(request.user, obj.permissions))

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


admin.site.register(Group, RoleAdmin)
