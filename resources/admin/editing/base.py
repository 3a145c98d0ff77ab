"""What every page of the desk has in common: forms that explain, and addresses that stay."""

from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from resources.models import Bilingual, Term

from .bilingual import BilingualForm, TranslationColumnMixin, mark_spanish_up_to_date
from .conflicts import EditConflictMixin
from .history import HistoryMixin
from .readability_warnings import warn_of_hard_texts
from .recording import VersioningMixin
from .retired_terms import offer_terms
from .text_fields import text_options


class ChoiceByTyping(AutocompleteSelect):
    """Django's, with a name and words for those who cannot see that it is empty."""

    def build_attrs(self, base_attrs, extra_attrs=None):
        words = {
            "title": capfirst(self.field.verbose_name),
            "data-placeholder": _("Type to search"),
        }
        return super().build_attrs(base_attrs, extra_attrs) | words


def is_public(record):
    """Whether visitors may know its address: at once, unless a status makes them wait."""
    return not record._state.adding and getattr(record, "has_page", True)


class BaseAdminForm(BilingualForm):
    """Keeps an address where nothing leads on from a former one, and names every rule that is
    broken before the database does.
    """

    permanent = ("slug",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_terms(self)
        for name in self.permanent:
            if name in self.fields and is_public(self.instance):
                self.fields[name].disabled = True

    def _post_clean(self):
        """Check rules over fields that are not on this form, too.

        Django skips those, and two rows of an inline that swap a unique value; either would
        end in the database's refusal, which is no page for a curator.
        """
        super()._post_clean()
        failed = set(self._errors)
        try:
            self.instance.validate_constraints(exclude=failed)
        except ValidationError as refusal:
            known = set(self.non_field_errors())
            new = [message for message in refusal.messages if message not in known]
            if new:
                self.add_error(None, new)


class DeskFieldsMixin:
    """Form fields and columns of a page or an inline."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """A reference offers to add or open what it names, never to delete it."""
        options = text_options(db_field)
        field = super().formfield_for_dbfield(db_field, request, **options, **kwargs)
        if hasattr(field, "widget") and hasattr(field.widget, "can_delete_related"):
            field.widget.can_delete_related = False
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Read the choices of a short list once, not once a row of an inline."""
        by_typing = db_field.name in self.get_autocomplete_fields(request)
        if by_typing:
            kwargs["widget"] = ChoiceByTyping(db_field, self.admin_site)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field and not by_typing:
            field.queryset = field.queryset.complex_filter(db_field.get_limit_choices_to())
            if field.queryset.model is Term:
                field.queryset = field.queryset.offered()
            field.choices = list(field.choices)
        return field


class BaseAdmin(
    DeskFieldsMixin,
    TranslationColumnMixin,
    EditConflictMixin,
    HistoryMixin,
    VersioningMixin,
    admin.ModelAdmin,
):
    """A page of the desk for one kind of record."""

    form = BaseAdminForm
    actions = [mark_spanish_up_to_date]
    readonly_fields = ["translation"]
    list_per_page = 50
    name_fields = []

    class Media:
        css = {"all": ["css/admin.css", "css/admin/revisions.css"]}
        js = ["js/admin.js"]

    def get_fieldsets(self, request, obj=None):
        """After the entry's own, the state of its Spanish; a new entry has none yet."""
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj is None or not obj.text_names():
            return fieldsets
        may_change = self.has_change_permission(request, obj)
        line = ("translation", "spanish_still_fits") if may_change else ("translation",)
        return [*fieldsets, (_("Translation"), {"fields": [line]})]

    def get_search_fields(self, request):
        """Who types to choose an entry means its name, not a word of its text."""
        is_choosing = request.resolver_match.url_name == "autocomplete"
        return self.name_fields if is_choosing else super().get_search_fields(request)

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def has_delete_permission(self, request, obj=None):
        """What has been public is closed, never deleted: its address must keep answering."""
        if hasattr(obj, "status") and is_public(obj):
            return False
        return super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs, request):
        """Where other entries stand in the way, name those, not a missing permission."""
        to_delete, count, missing, protected = super().get_deleted_objects(objs, request)
        return to_delete, count, set() if protected else missing, protected

    def get_view_on_site_url(self, obj=None):
        """A draft has no page yet."""
        return super().get_view_on_site_url(obj) if obj and is_public(obj) else None

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if any(name.endswith("_en") for name in form.changed_data) and is_stale(obj):
            text = _("The English changed and the Spanish did not. Does it still fit?")
            self.message_user(request, text, messages.WARNING)

    def save_related(self, request, form, formsets, change):
        """What is hard to read is saved all the same; its writer is told, part by part."""
        super().save_related(request, form, formsets, change)
        for saved in [form, *(row for formset in formsets for row in formset.forms)]:
            warn_of_hard_texts(request, saved)


def is_stale(record):
    return record.translation_state() == Bilingual.TranslationState.STALE


class RowFieldsMixin(DeskFieldsMixin):
    """Form fields of one row of an inline."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """A row offers to look at what it names; to change that, one goes to its own page."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if hasattr(field, "widget") and hasattr(field.widget, "can_change_related"):
            field.widget.can_add_related = field.widget.can_change_related = False
        return field


class BaseInline(RowFieldsMixin, TranslationColumnMixin):
    """Rows of one record that are edited on the page of another."""

    form = BaseAdminForm
    extra = 0
    readonly_fields = ["translation"]


# The last line of an inline's row: the state of its Spanish, and the box that settles it.
SPANISH = ("translation", "spanish_still_fits")
