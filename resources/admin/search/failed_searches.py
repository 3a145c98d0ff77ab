"""The list of failed searches, and what a curator can do about each of them."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from resources import search
from resources.admin.editing.base import AdminUrlsMixin
from resources.models import DismissedSearch, FailedSearch, SynonymGroup
from resources.search import Selection
from resources.search.query import replace_word
from resources.search.site_pages import searched_kinds
from resources.search.synonym_rules import (
    PHRASE_LISTS,
    SynonymGroupCheck,
    make_synonym,
    parse_phrases,
)

SEARCHES_PER_PAGE = 30
MAY_MAKE_SYNONYMS = ["resources.add_synonymgroup", "resources.change_synonymgroup"]
MAY_DISMISS = "resources.add_dismissedsearch"
MAY_RESTORE = "resources.delete_dismissedsearch"
ORDERS = {"most": ["-total", "text"], "newest": ["-last", "-total", "text"]}


class SynonymForm(forms.Form):
    """`text` is the counted search. `phrase` is the same as a curator spells it."""

    text = forms.CharField(max_length=200)
    phrase = forms.CharField(max_length=100, label=gettext_lazy("What visitors type"))
    target = forms.CharField(max_length=100, label=gettext_lazy("finds what this finds"))
    language = forms.ChoiceField(choices=[("en", ""), ("es", "")])


class TextForm(forms.Form):
    text = forms.CharField(max_length=200)


@dataclass(frozen=True)
class FailedSearchRow:
    """Words that found nothing, and what a search for them finds today."""

    text: str
    total: int
    first: date
    last: date
    spelling: str
    found: int
    is_explained: bool

    @property
    def query(self):
        """The query of the directory's address for this search."""
        return urlencode({"q": self.text})

    @property
    def explanation(self):
        """The query that opens the form of a new entry that explains these words."""
        kind = explaining_kind()
        return urlencode({kind.search.phrase_field: self.text}) if kind else ""


def warn_of_shared_phrases(model_admin, request, group):
    """A phrase in two groups finds what both find, which is seldom intended."""
    for phrase, other in SynonymGroupCheck(group).shared_phrases():
        text = _("“%(phrase)s” is in the group “%(group)s”, too.")
        words = {"phrase": phrase, "group": other}
        model_admin.message_user(request, text % words, messages.WARNING)


class FailedSearchAdmin(AdminUrlsMixin, admin.ModelAdmin):
    """The site writes these rows. Curators make synonyms of them or dismiss them."""

    class Media:
        css = {"all": ["css/admin.css", "css/admin/merging.css", "css/admin/searches.css"]}

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        pages = [
            ("synonym", self.synonym_view),
            ("set-aside", self.dismiss_view),
            ("put-back", self.restore_view),
        ]
        wrap = self.admin_site.admin_view
        ours = [path(f"{name}/", wrap(view), name=self.name_of(name)) for name, view in pages]
        return [*ours, *super().get_urls()]

    # The list

    def changelist_view(self, request, extra_context=None):
        """One line for each text, summed over the days. `?aside` shows the dismissed ones."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        # A database refuses a NUL in a text.
        words = request.GET.get("q", "").replace("\0", " ").strip()[:200]
        is_dismissed = "aside" in request.GET
        order = request.GET.get("sort") if request.GET.get("sort") in ORDERS else "most"
        rows = failed_searches(words, is_dismissed=is_dismissed).order_by(*ORDERS[order])
        page = Paginator(rows, SEARCHES_PER_PAGE).get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Searches that found nothing"),
            "opts": self.opts,
            "media": self.media,
            "page": page,
            "searches": list(search_again(page.object_list)),
            "words": words,
            "order": order,
            "is_dismissed": is_dismissed,
            "orders": [("most", _("Most searched")), ("newest", _("Newest"))],
            "phrases": known_phrases(),
            **permission_context(request.user),
        }
        template = "admin/search/failed_searches.html"
        return TemplateResponse(request, template, context | (extra_context or {}))

    # Actions

    @method_decorator(require_POST)
    def synonym_view(self, request):
        self.require(request, *MAY_MAKE_SYNONYMS)
        form = SynonymForm(request.POST)
        if not form.is_valid():
            problem = _("Write what visitors type, and what it should find, in up to 100 letters.")
            return self.back(request, problem, messages.ERROR)
        given = dict(form.cleaned_data)
        text = given.pop("text")
        try:
            group = make_synonym(**given, by=request.user)
        except ValidationError as error:
            return self.back(request, " ".join(error.messages), messages.ERROR)
        warn_of_shared_phrases(self, request, group)
        return self.report_result(request, text, given["phrase"])

    def report_result(self, request, text, phrase):
        """Say what the new synonym finds. A search that now finds something leaves the list."""
        count = count_results(phrase)
        if not count:
            problem = _("Saved. But nothing in the directory has those words, either.")
            return self.back(request, problem, messages.WARNING)
        FailedSearch.objects.filter(text=text).delete()
        message = ngettext(
            "“%(phrase)s” now finds %(count)d resource.",
            "“%(phrase)s” now finds %(count)d resources.",
            count,
        )
        return self.back(request, message % {"phrase": phrase, "count": count})

    @method_decorator(require_POST)
    def dismiss_view(self, request):
        self.require(request, MAY_DISMISS)
        form = TextForm(request.POST)
        if form.is_valid():
            text = form.cleaned_data["text"]
            DismissedSearch.objects.get_or_create(text=text, defaults={"by": request.user})
        return self.back(request, _("Dismissed. It does not come back by itself."))

    @method_decorator(require_POST)
    def restore_view(self, request):
        self.require(request, MAY_RESTORE)
        DismissedSearch.objects.filter(text=request.POST.get("text", "")[:200]).delete()
        return self.back(request, _("Put back on the list."))

    def require(self, request, *permissions):
        if not request.user.has_perms(permissions):
            raise PermissionDenied

    def back(self, request, message, level=messages.SUCCESS):
        self.message_user(request, message, level)
        return redirect(self.address_of("changelist"))


def failed_searches(words, *, is_dismissed):
    """The failed searches that contain `words`, summed by text."""
    rows = FailedSearch.objects.filter(Q(text__icontains=words) if words else Q())
    rows = rows.dismissed() if is_dismissed else rows.not_dismissed()
    return rows.summed_by_text()


def search_again(rows):
    """Each row with what its words find now, and with a likelier spelling."""
    snapshot = search.current_snapshot()
    for row in rows:
        result = search.find(Selection(text=row["text"]), snapshot)
        spelling = row["text"]
        for word, likelier in result.text_result.corrections.items():
            spelling = replace_word(spelling, word, likelier)
        yield FailedSearchRow(
            **row,
            spelling="" if spelling == row["text"] else spelling,
            found=len(result),
            is_explained=bool(result.explanations()),
        )


def count_results(phrase):
    return len(search.find(Selection(text=phrase), search.current_snapshot()))


def known_phrases():
    """The phrases of all groups, which the form suggests while a curator types."""
    groups = SynonymGroup.objects.values_list(*PHRASE_LISTS)
    found = (parse_phrases(lines).values() for group in groups for lines in group)
    return sorted(set().union(*found))


def explaining_kind():
    """The first kind of entry that explains words of searches, such as glossary terms."""
    return next((kind for kind in searched_kinds() if kind.search.phrase_field), None)


def add_url(kind, user):
    """The page where `user` may add an entry of `kind`. Empty without the permission."""
    meta = kind.model._meta
    if not user.has_perm(f"{meta.app_label}.{get_permission_codename('add', meta)}"):
        return ""
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_add")


def permission_context(user):
    """The context of the template that depends on the curator's permissions."""
    kind = explaining_kind()
    return {
        "may_make_synonyms": user.has_perms(MAY_MAKE_SYNONYMS),
        "may_dismiss": user.has_perm(MAY_DISMISS),
        "may_restore": user.has_perm(MAY_RESTORE),
        "glossary": add_url(kind, user) if kind else "",
    }
