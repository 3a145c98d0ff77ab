"""The admin of accounts. Nobody changes rights that they lack themselves."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group, User
from django.db.models import Exists, OuterRef
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from resources.admin.editing.term_fields import Checklist

from . import second_factor
from .permissions import account_permissions, has_all_permissions

# Nobody may read the devices' secrets. Accounts and roles get admin classes of ours.
admin.site.unregister([User, Group, TOTPDevice, StaticDevice])


class NewAccountForm(UserCreationForm):
    def save(self, commit=True):
        """Save a staff account: every account is for the desk, and visitors need none."""
        self.instance.is_staff = True
        return super().save(commit)


class AccountForm(UserChangeForm):
    reset_second_factor = forms.BooleanField(
        label=gettext_lazy("Reset the second step"),
        required=False,
        help_text=gettext_lazy(
            "For somebody who lost the phone and the recovery codes. Be sure who asks: afterwards"
            " the password alone signs them in, until they set up another phone."
        ),
    )


class AccountAdmin(UserAdmin):
    form = AccountForm
    add_form = NewAccountForm
    add_fieldsets = [(None, {"fields": ["username", "password1", "password2", "groups"]})]
    list_display = ["username", "name", "roles", "is_active", "has_second_factor", "last_login"]
    list_filter = ["is_active", "groups"]
    filter_horizontal = []
    readonly_fields = ["second_step", "last_login", "date_joined"]

    class Media:
        css = {"all": ["css/admin.css"]}

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return self.add_fieldsets
        rights = ["is_active", "groups"]
        if request.user.is_superuser:
            rights.append("is_superuser")
        second_step = ["second_step"]
        if self.may_reset_second_factor(request, obj):
            second_step.append("reset_second_factor")
        return [
            (None, {"fields": ["username", "password"]}),
            (_("Personal info"), {"fields": ["first_name", "last_name", "email"]}),
            (_("What this account may do"), {"fields": rights}),
            (_("Second step of signing in"), {"fields": second_step}),
            (_("Important dates"), {"fields": ["last_login", "date_joined"]}),
        ]

    def may_reset_second_factor(self, request, account):
        """True for somebody else's second factor. One's own has a page with a code."""
        return account and account != request.user and second_factor.app_of(account)

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        if not self.may_reset_second_factor(request, obj):
            form.base_fields.pop("reset_second_factor", None)
        return form

    def get_readonly_fields(self, request, obj=None):
        """One's own status and roles are read-only, so that nobody locks themselves out."""
        own = ["is_active", "groups", "is_superuser"] if obj == request.user else []
        return [*super().get_readonly_fields(request, obj), *own]

    def get_queryset(self, request):
        app = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        accounts = super().get_queryset(request).prefetch_related("groups")
        return accounts.annotate(has_app=Exists(app))

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self.is_within_rights(request, obj)

    def has_delete_permission(self, request, obj=None):
        is_other = obj is None or obj != request.user
        may = super().has_delete_permission(request, obj)
        return may and is_other and self.is_within_rights(request, obj)

    def is_within_rights(self, request, account):
        """True if the account has no rights that the user of `request` lacks."""
        if account is None or request.user.is_superuser:
            return True
        if account.is_superuser:
            return False
        return has_all_permissions(request.user, account_permissions(account))

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.name == "groups":
            roles = Group.objects.prefetch_related("permissions")
            grantable = [r.pk for r in roles if has_all_permissions(request.user, r.permissions)]
            kwargs["queryset"] = Group.objects.filter(pk__in=grantable)
            kwargs["widget"] = Checklist(capfirst(db_field.verbose_name))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if form.cleaned_data.get("reset_second_factor"):
            second_factor.delete_second_factor(obj)
            text = _("The second step of %(name)s is reset.") % {"name": obj}
            self.message_user(request, text, messages.WARNING)

    @admin.display(description=gettext_lazy("name"))
    def name(self, account):
        return account.get_full_name()

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, account):
        return ", ".join(role.name for role in account.groups.all())

    @admin.display(description=gettext_lazy("second step"), boolean=True)
    def has_second_factor(self, account):
        return account.has_app

    @admin.display(description=gettext_lazy("second step"))
    def second_step(self, account):
        if second_factor.app_of(account):
            return _("Set up: signing in asks for a code.")
        if second_factor.is_required_of(account):
            return _("Not set up yet. A role requires it, so the desk asks for it first.")
        return _("Not set up. No role requires it.")


admin.site.register(User, AccountAdmin)
