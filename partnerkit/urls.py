from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from . import preview, views

urlpatterns = [
    path("healthz", views.healthz),
    path("readyz", views.readyz),
    path("robots.txt", views.robots),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("", include("resources.urls")),  # most visited, so tried first
        path("", include("partnerships.urls")),
        path("about/", views.about, name="about"),
        path("accessibility/", views.accessibility, name="accessibility"),
        path("preview/<token>/", preview.entry_preview, name="preview"),
        path("privacy/", views.privacy, name="privacy"),
        path("admin/", admin.site.urls),
        prefix_default_language=False,
    ),
]

handler400 = "partnerkit.views.bad_request"
handler403 = "partnerkit.views.permission_denied"
handler404 = "partnerkit.views.page_not_found"
handler500 = "partnerkit.views.server_error"
