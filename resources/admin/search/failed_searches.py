"""Searches that found nothing: what visitors miss, and what to do about each of them."""

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
MAY_SET_ASIDE = "resources.add_dismissedsearch"
MAY_PUT_BACK = "resources.delete_dismissedsearch"
ORDERS = {"most": ["-total", "text"], "newest": ["-last", "-total", "text"]}


class SynonymForm(forms.Form):
    """`text` is the search as it was counted; `phrase` the same as a curator spells it."""

    text = forms.CharField(max_length=200)
    phrase = forms.CharField(max_length=100, label=gettext_lazy("What visitors type"))
    target = forms.CharField(max_length=100, label=gettext_lazy("finds what this finds"))
    language = forms.ChoiceField(choices=[("en", ""), ("es", "")])


class TextForm(forms.Form):
    text = forms.CharField(max_length=200)


@dataclass(frozen=True)
class FailedSearchRow:
    """Words that found nothing, with what the catalogue makes of them today."""

    text: str
    total: int
    first: date
    last: date
    spelling: str
    found: int
    is_explained: bool

    @property
    def query(self):
        """The search as the directory's address has it."""
        return urlencode({"q": self.text})

    @property
    def explanation(self):
        """What the form of a new entry that explains these words is opened with."""
        kind = explaining_kind()
        return urlencode({kind.search.phrase_field: self.text}) if kind else ""


class FailedSearchAdmin(AdminUrlsMixin, admin.ModelAdmin):
    """The site writes these rows; curators settle what they say."""

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
            ("set-aside", self.set_aside_view),
            ("put-back", self.put_back_view),
        ]
        wrap = self.admin_site.admin_view
        ours = [path(f"{name}/", wrap(view), name=self.name_of(name)) for name, view in pages]
        return [*ours, *super().get_urls()]

    # The list

    def changelist_view(self, request, extra_context=None):
        """One line for each text, summed over the days; `aside` shows those set aside."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        # No database takes a NUL in a text, and no stored text has one.
        words = request.GET.get("q", "").replace("\0", " ").strip()[:200]
        is_aside = "aside" in request.GET
        order = request.GET.get("sort") if request.GET.get("sort") in ORDERS else "most"
        rows = searches(words, is_aside=is_aside).order_by(*ORDERS[order])
        page = Paginator(rows, SEARCHES_PER_PAGE).get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Searches that found nothing"),
            "opts": self.opts,
            "media": self.media,
            "page": page,
            "searches": list(as_of_today(page.object_list)),
            "words": words,
            "order": order,
            "is_aside": is_aside,
            "orders": [("most", _("Most searched")), ("newest", _("Newest"))],
            "phrases": known_phrases(),
            **may(request.user),
        }
        template = "admin/search/failed_searches.html"
        return TemplateResponse(request, template, context | (extra_context or {}))

    # What can be done

    @method_decorator(require_POST)
    def synonym_view(self, request):
        self.need(request, *MAY_MAKE_SYNONYMS)
        form = SynonymForm(request.POST)
        if not form.is_valid():
            problem = _("Write what visitors type, and what it should find, in up to 100 letters.")
            return self.back(request, problem, messages.ERROR)
        given = dict(form.cleaned_data)
        text = given.pop("text")
        try:
            group = make_synonym(**given, by=request.user)
        except ValidationError as refusal:
            return self.back(request, " ".join(refusal.messages), messages.ERROR)
        self.warn_of_others(request, group)
        return self.say_what_it_finds(request, text, given["phrase"])

    def warn_of_others(self, request, group):
        for phrase, other in SynonymGroupCheck(group).shared_phrases():
            words = {"phrase": phrase, "group": other}
            text = _("“%(phrase)s” is in the group “%(group)s”, too.") % words
            self.message_user(request, text, messages.WARNING)

    def say_what_it_finds(self, request, text, phrase):
        """What is answered now leaves the list."""
        count = count_found(phrase)
        if not count:
            problem = _("Saved. But nothing in the directory has those words, either.")
            return self.back(request, problem, messages.WARNING)
        FailedSearch.objects.filter(text=text).delete()
        said = ngettext(
            "“%(phrase)s” now finds %(count)d resource.",
            "“%(phrase)s” now finds %(count)d resources.",
            count,
        )
        return self.back(request, said % {"phrase": phrase, "count": count}, messages.SUCCESS)

    @method_decorator(require_POST)
    def set_aside_view(self, request):
        self.need(request, MAY_SET_ASIDE)
        form = TextForm(request.POST)
        if form.is_valid():
            text = form.cleaned_data["text"]
            DismissedSearch.objects.get_or_create(text=text, defaults={"by": request.user})
        return self.back(request, _("Set aside. It does not come back by itself."))

    @method_decorator(require_POST)
    def put_back_view(self, request):
        self.need(request, MAY_PUT_BACK)
        DismissedSearch.objects.filter(text=request.POST.get("text", "")[:200]).delete()
        return self.back(request, _("Put back on the list."))

    def need(self, request, *permissions):
        if not request.user.has_perms(permissions):
            raise PermissionDenied

    def back(self, request, said, level=messages.SUCCESS):
        self.message_user(request, said, level)
        return redirect(self.address_of("changelist"))


def searches(words, *, is_aside):
    """What was searched in vain, summed, with those `words` in it."""
    rows = FailedSearch.objects.filter(Q(text__icontains=words) if words else Q())
    if is_aside:
        return rows.filter(text__in=DismissedSearch.objects.values("text")).by_words()
    return rows.unsettled().by_words()


def as_of_today(rows):
    """The rows with what their words find now, how else they may be spelled, who explains them."""
    snapshot = search.current_snapshot()
    for row in rows:
        found = search.find(Selection(text=row["text"]), snapshot)
        spelling = row["text"]
        for word, likelier in found.text_result.corrections.items():
            spelling = replace_word(spelling, word, likelier)
        yield FailedSearchRow(
            **row,
            spelling="" if spelling == row["text"] else spelling,
            found=len(found),
            is_explained=bool(found.explanations()),
        )


def count_found(phrase):
    return len(search.find(Selection(text=phrase), search.current_snapshot()))


def known_phrases():
    """What a curator is offered while typing: the phrases of all groups."""
    groups = SynonymGroup.objects.values_list(*PHRASE_LISTS)
    found = (parse_phrases(lines).values() for group in groups for lines in group)
    return sorted(set().union(*found))


def explaining_kind():
    """The first kind of entry that explains what visitors type, such as the glossary."""
    return next((kind for kind in searched_kinds() if kind.search.phrase_field), None)


def address_to_explain(kind, user):
    """Where `user` may add an entry of `kind`; empty without the permission."""
    meta = kind.model._meta
    if not user.has_perm(f"{meta.app_label}.{get_permission_codename('add', meta)}"):
        return ""
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_add")


def may(user):
    kind = explaining_kind()
    return {
        "may_make_synonyms": user.has_perms(MAY_MAKE_SYNONYMS),
        "may_set_aside": user.has_perm(MAY_SET_ASIDE),
        "may_put_back": user.has_perm(MAY_PUT_BACK),
        "glossary": address_to_explain(kind, user) if kind else "",
    }
