from functools import partial

from django.urls import path

from . import api, views
from .messages import views as message_views
from .models import FormerSlug, Organization, Resource

app_name = "resources"
urlpatterns = [
    path("resources/", views.resource_list, name="list"),
    path("resources/<slug:slug>/", views.resource_detail, name="detail"),
    path(
        "resources/<slug:slug>/problem/",
        message_views.problem_view(
            Resource.objects.with_page, partial(FormerSlug.objects.current_slug, Resource)
        ),
        name="problem",
    ),
    path("api/v1/resources/", api.resources_json, name="api"),
    path("organizations/", views.organization_list, name="organizations"),
    path("organizations/<slug:slug>/", views.organization_detail, name="organization"),
    path(
        "organizations/<slug:slug>/problem/",
        message_views.problem_view(
            Organization.objects.with_page, partial(FormerSlug.objects.current_slug, Organization)
        ),
        name="organization_problem",
    ),
    path("about/links/", views.link_report, name="link_report"),
    path("suggest/", message_views.suggest, name="suggest"),
    path("suggest/look-up/", message_views.look_up, name="look_up"),
    path("suggest/<str:reference>/", message_views.message, name="message"),
    path("problem/", message_views.problem, name="site_problem"),
]
