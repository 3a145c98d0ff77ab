from functools import update_wrapper

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.cache import never_cache

from resources.worklist import views as worklist

from . import second_factor_pages, sign_in
from .kept_text import KeptText
from .second_factor import Standing, standing


class DeskSite(admin.AdminSite):
    """Django's admin; its front page, its login and its refusals are ours."""

    site_header = site_title = "PartnerKit"

    def is_signed_in(self, request):
        """With a password, which may not be enough."""
        return super().has_permission(request)

    def has_permission(self, request):
        return self.is_signed_in(request) and standing(request.user) is Standing.COMPLETE

    def login(self, request, extra_context=None):
        return sign_in.sign_in(request)

    def admin_view(self, view, cacheable=False):
        """Beyond Django's guard: lose nothing that was typed, and lead to what is missing."""
        guarded = super().admin_view(view, cacheable)

        def answer(request, *args, **kwargs):
            refusal = None if self.has_permission(request) else self.refusal(request)
            return refusal or guarded(request, *args, **kwargs)

        return update_wrapper(answer, guarded)

    def refusal(self, request):
        """The answer to who may not enter; None if Django's, the sign-in page, will do."""
        kept = KeptText.of(request) if request.method == "POST" else None
        if self.is_signed_in(request):
            if request.path == reverse("admin:logout"):
                return self.logout(request)
            if standing(request.user) is Standing.MUST_SET_UP:
                set_up = redirect("admin:second_factor")
                return sign_in.resume(request, kept, status=403) if kept else set_up
        return sign_in.page(request, status=401, kept=kept, reason="signed-out") if kept else None

    def own_page(self, view):
        """A page of one's own account, open also to who has yet to set up a second factor."""

        def answer(request):
            if self.is_signed_in(request) and standing(request.user) is not Standing.MUST_PROVE:
                return view(request)
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))

        return never_cache(answer)

    def get_urls(self):
        pages = {
            "second_factor": ("second-factor/", second_factor_pages.overview),
            "second_factor_codes": ("second-factor/codes/", second_factor_pages.renew_codes),
            "second_factor_remove": ("second-factor/remove/", second_factor_pages.remove),
        }
        ours = [path(at, self.own_page(view), name=name) for name, (at, view) in pages.items()]
        return [*ours, *worklist.urls(self), *super().get_urls()]

    def index(self, request, extra_context=None):
        """The worklist, for whoever may change entries; for others the plain list of records."""
        if worklist.may_see(self, request):
            return worklist.front(self, request)
        return super().index(request, extra_context)
