"""The admin of a guide's short texts, such as first steps and quotations."""

from django.contrib import admin
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from partnerships.models import Finding, FirstStep, Guide, Obstacle, Quotation, ThingToSay
from resources.admin.editing.base import SPANISH, BaseAdmin, BaseInline
from resources.admin.editing.bilingual import TranslationFilter, pair
from resources.admin.editing.forms import BaseAdminForm
from resources.models.workflow import BEFORE_PUBLISHING
from resources.publishing.workflow import PUBLISH

GUIDES_IN_ORDER = ["term__vocabulary__order", "order", "pk"]


class PartForm(BaseAdminForm):
    """Puts a new part without a number at the end of its list.

    `list_names` are the fields that parts of one list share.
    """

    permanent = ()
    list_names = ("guide",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding and "order" in self.fields:
            self.fields["order"].required = False
            self.fields["order"].initial = None
            self.fields["order"].help_text = _("Leave it empty to put it last.")

    def save(self, commit=True):
        if self.instance.order is None:
            self.instance.order = self.next_order()
        return super().save(commit)

    def next_order(self):
        same_list = {name: getattr(self.instance, name) for name in self.list_names}
        parts = type(self.instance)._default_manager.filter(**same_list)
        return (parts.aggregate(last=Max("order"))["last"] or 0) + 1


class GuideFilter(admin.SimpleListFilter):
    title = _("guide")
    parameter_name = "guide"

    def lookups(self, request, model_admin):
        """Name the vocabulary too: a topic and a role may share a name, even a slug."""
        guides = Guide.objects.select_related("term__vocabulary").order_by(*GUIDES_IN_ORDER)
        return [(str(guide.pk), f"{guide} ({guide.term.vocabulary})") for guide in guides]

    def queryset(self, request, queryset):
        chosen = [key for key, _name in self.lookup_choices if key == self.value()]
        return queryset.filter(guide__in=chosen) if chosen else queryset


class PartAdmin(BaseAdmin):
    """Lists the parts of all guides, to find a sentence or a missing translation.

    Parts of a guide with a page are changed only by users who may publish guides.
    """

    form = PartForm
    publish_permission = PUBLISH.permission(Guide)
    list_filter = [GuideFilter, TranslationFilter]
    list_select_related = ["guide__term"]
    autocomplete_fields = ["guide"]
    ordering = [*(f"guide__{name}" for name in GUIDES_IN_ORDER), "order", "pk"]
    search_help_text = _("Words of its text, or of the guide’s name.")

    def get_list_display(self, request):
        return [*super().get_list_display(request), "guide", "order", "translation"]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and may_edit_part(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and may_edit_part(request.user, obj)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "guide" and not request.user.has_perm(self.publish_permission):
            field.queryset = field.queryset.filter(status__in=BEFORE_PUBLISHING)
            field.error_messages["invalid_choice"] = _(
                "Visitors read this guide already, so only curators add to it."
            )
        return field

    def get_search_fields(self, request):
        return [*self.search_fields, "guide__term__label_en", "guide__term__label_es"]


def may_edit_part(user, part):
    has_page = part is not None and part.guide.has_page
    return not has_page or user.has_perm(PUBLISH.permission(Guide))


class PartInline(BaseInline, admin.StackedInline):
    form = PartForm
    classes = ["collapse"]

    def get_queryset(self, request):
        """Join the records that rows name, so that the number of queries stays the same."""
        names = self.get_autocomplete_fields(request)
        return super().get_queryset(request).select_related("guide__term", *names)


TEXT = [*pair("text"), ("order", *SPANISH)]
OBSTACLE = [*pair("obstacle", "what_helps"), ("order", *SPANISH)]
QUOTATION = [*pair("text", "attribution"), "is_spanish_a_translation", ("order", *SPANISH)]
FINDING = [*pair("claim"), "resource", *pair("source"), ("order", *SPANISH)]


class FirstStepInline(PartInline):
    model = FirstStep
    fields = TEXT


class ThingToSayInline(PartInline):
    model = ThingToSay
    fields = TEXT


class ObstacleInline(PartInline):
    model = Obstacle
    fields = OBSTACLE


class QuotationInline(PartInline):
    model = Quotation
    fields = QUOTATION


class FindingInline(PartInline):
    model = Finding
    fields = FINDING
    autocomplete_fields = ["resource"]


def without_spanish(fields):
    """The fields of a part's own page. `BaseAdmin` adds the Spanish there."""
    *texts, last = fields
    return ["guide", *texts, tuple(name for name in last if name not in SPANISH)]


@admin.register(FirstStep, ThingToSay)
class TextPartAdmin(PartAdmin):
    list_display = ["text_en"]
    search_fields = ["text_en", "text_es"]
    fieldsets = [(None, {"fields": without_spanish(TEXT)})]


@admin.register(Obstacle)
class ObstacleAdmin(PartAdmin):
    list_display = ["obstacle_en"]
    search_fields = ["obstacle_en", "obstacle_es", "what_helps_en", "what_helps_es"]
    fieldsets = [(None, {"fields": without_spanish(OBSTACLE)})]


@admin.register(Quotation)
class QuotationAdmin(PartAdmin):
    list_display = ["__str__", "attribution_en"]
    search_fields = ["text_en", "text_es", "attribution_en", "attribution_es"]
    fieldsets = [(None, {"fields": without_spanish(QUOTATION)})]


@admin.register(Finding)
class FindingAdmin(PartAdmin):
    list_display = ["__str__", "resource"]
    list_select_related = ["guide__term", "resource"]
    autocomplete_fields = ["guide", "resource"]
    search_fields = ["claim_en", "claim_es", "source_en", "source_es", "resource__title_en"]
    fieldsets = [(None, {"fields": without_spanish(FINDING)})]
