from functools import partial

from django.urls import path

from . import api, views
from .messages import views as voices
from .models import FormerSlug, Organization, Resource

app_name = "resources"
urlpatterns = [
    path("resources/", views.resource_list, name="list"),
    path("resources/<slug:slug>/", views.resource_detail, name="detail"),
    path(
        "resources/<slug:slug>/problem/",
        voices.problem_with(
            Resource.objects.with_page, partial(FormerSlug.objects.todays_slug, Resource)
        ),
        name="problem",
    ),
    path("api/v1/resources/", api.resource_list, name="api"),
    path("organizations/", views.organization_list, name="organizations"),
    path("organizations/<slug:slug>/", views.organization_detail, name="organization"),
    path(
        "organizations/<slug:slug>/problem/",
        voices.problem_with(
            Organization.objects.with_page, partial(FormerSlug.objects.todays_slug, Organization)
        ),
        name="organization_problem",
    ),
    path("about/links/", views.link_report, name="link_report"),
    path("suggest/", voices.suggest, name="suggest"),
    path("suggest/look-up/", voices.look_up, name="look_up"),
    path("suggest/<str:reference>/", voices.message, name="message"),
    path("problem/", voices.problem, name="site_problem"),
]
