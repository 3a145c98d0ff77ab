"""The admin site: its addresses, its front page, and who may enter."""

from functools import update_wrapper

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.cache import never_cache

from resources.worklist import views as worklist

from . import second_factor_pages, sign_in
from .resumed_posts import ResumedPost
from .second_factor import SecondFactorState, second_factor_state


class DeskSite(admin.AdminSite):
    """Django's admin with our own front page, sign-in page and second factor."""

    site_header = site_title = "PartnerKit"

    def is_signed_in(self, request):
        """True after the password, even if a second factor is still missing."""
        return super().has_permission(request)

    def has_permission(self, request):
        if not self.is_signed_in(request):
            return False
        return second_factor_state(request.user) is SecondFactorState.COMPLETE

    def login(self, request, extra_context=None):
        return sign_in.sign_in(request)

    def admin_view(self, view, cacheable=False):
        """Like Django's, but keep POST data across sign-in and demand a second factor."""
        guarded = super().admin_view(view, cacheable)

        def answer(request, *args, **kwargs):
            turned_away = None if self.has_permission(request) else self.turn_away(request)
            return turned_away or guarded(request, *args, **kwargs)

        return update_wrapper(answer, guarded)

    def turn_away(self, request):
        """The response to a user who may not enter. None if Django's redirect will do."""
        post = ResumedPost.from_request(request) if request.method == "POST" else None
        if self.is_signed_in(request):
            if request.path == reverse("admin:logout"):
                return self.logout(request)
            if second_factor_state(request.user) is SecondFactorState.MUST_SET_UP:
                set_up = redirect("admin:second_factor")
                return sign_in.resume_page(request, post, status=403) if post else set_up
        if post is None:
            return None
        return sign_in.sign_in_page(request, status=401, resumed_post=post, reason="signed-out")

    def account_page(self, view):
        """Guard a page of one's own account, open before a second factor is set up."""

        def answer(request):
            sign_in_first = redirect_to_login(request.get_full_path(), reverse("admin:login"))
            if not self.is_signed_in(request):
                return sign_in_first
            state = second_factor_state(request.user)
            return sign_in_first if state is SecondFactorState.MUST_PROVE else view(request)

        return never_cache(answer)

    def get_urls(self):
        pages = {
            "second_factor": ("second-factor/", second_factor_pages.overview),
            "second_factor_codes": ("second-factor/codes/", second_factor_pages.renew_codes),
            "second_factor_remove": (
                "second-factor/remove/",
                second_factor_pages.remove_second_factor,
            ),
        }
        ours = [path(at, self.account_page(view), name=name) for name, (at, view) in pages.items()]
        return [*ours, *worklist.urls(self), *super().get_urls()]

    def index(self, request, extra_context=None):
        """The worklist for users who may change entries, else Django's list of records."""
        if worklist.can_see_worklist(self, request):
            return worklist.front_page(self, request)
        return super().index(request, extra_context)
