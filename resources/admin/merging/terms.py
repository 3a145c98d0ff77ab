"""The pages that merge a term into another one or retire it."""

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from resources.history import revision
from resources.merging.merge import MergeRefused, merge_terms, why_terms_cannot_merge
from resources.merging.references import usages_of
from resources.models import Term

from .protected_delete import DeleteAlternative, usage_row

MERGE_TERMS = "resources.merge_term"


class MergeTermForm(forms.Form):
    """Chooses the term of the same vocabulary to merge into."""

    into = forms.ModelChoiceField(Term.objects.none(), label=gettext_lazy("Merge it into"))

    def __init__(self, *args, term, **kwargs):
        super().__init__(*args, **kwargs)
        self.term = term
        others = Term.objects.filter(vocabulary=term.vocabulary_id).exclude(pk=term.pk)
        self.fields["into"].queryset = others

    def clean_into(self):
        into = self.cleaned_data["into"]
        if reason := why_terms_cannot_merge(self.term, into):
            raise forms.ValidationError(reason)
        return into


class TermMergeMixin:
    """Merging and retiring in the admin of terms."""

    def get_urls(self):
        admin_view = self.admin_site.admin_view
        return [
            path("<path:object_id>/merge/", admin_view(self.merge_view), name="term_merge"),
            path("<path:object_id>/retire/", admin_view(self.retire_view), name="term_retire"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        context = {"may_merge": request.user.has_perm(MERGE_TERMS)} | (extra_context or {})
        return super().change_view(request, object_id, form_url, context)

    def delete_alternatives(self, request, term):
        if request.user.has_perm(MERGE_TERMS):
            yield DeleteAlternative(
                _("Merge it into another term"), reverse("admin:term_merge", args=[term.pk])
            )
        if not term.is_retired and self.has_change_permission(request, term):
            address = reverse("admin:term_retire", args=[term.pk])
            yield DeleteAlternative(_("Retire it"), address, is_button=True)

    def merge_view(self, request, object_id):
        """Show what a merge would change. On POST, merge."""
        if not request.user.has_perm(MERGE_TERMS):
            raise PermissionDenied
        term = self.get_object(request, unquote(object_id))
        if term is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        form = MergeTermForm(request.POST or None, term=term)
        if request.method == "POST" and form.is_valid():
            try:
                return self.merge(request, term, form.cleaned_data["into"])
            except MergeRefused as refusal:
                form.add_error(None, str(refusal))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge “%(term)s” into another term") % {"term": term},
            "opts": self.opts,
            "term": term,
            "form": form,
            "uses": [usage_row(use, term) for use in usages_of([term]).get(term, [])],
        }
        return TemplateResponse(request, "admin/merging/merge_terms.html", context)

    def merge(self, request, term, into):
        slug = term.slug
        merge_terms(term, into, by=request.user)
        self.log_change(request, into, _("Merged with the term “%(term)s”.") % {"term": term})
        text = _(
            "“%(term)s” is now “%(into)s”, everywhere. Addresses with “%(slug)s” find it, too."
        )
        words = {"term": term, "into": into, "slug": slug}
        self.message_user(request, text % words, messages.SUCCESS)
        return redirect("admin:resources_term_change", into.pk)

    @method_decorator(require_POST)
    def retire_view(self, request, object_id):
        term = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, term):
            raise PermissionDenied
        if term is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        why = _("Retired.")
        with revision(term, user=request.user, why=why):
            term.is_retired = True
            term.save()
        self.log_change(request, term, why)
        text = _("“%(term)s” is retired: entries that have it keep it, no other is offered it.")
        self.message_user(request, text % {"term": term}, messages.SUCCESS)
        return redirect("admin:resources_term_change", term.pk)
