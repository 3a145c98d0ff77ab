from functools import partial

from django.urls import path

from resources.messages.views import problem_view
from resources.models import ROLE, TOPIC, FormerSlug, FormerTerm

from . import views
from .models import Example, Guide

app_name = "partnerships"
urlpatterns = [
    path("topics/", views.topic_list, name="topics"),
    path("topics/<slug:slug>/", views.topic_detail, name="topic"),
    path(
        "topics/<slug:slug>/problem/",
        problem_view(
            lambda: Guide.objects.with_page().topics(),
            partial(FormerTerm.objects.current_slug, TOPIC),
            key="term__slug",
        ),
        name="topic_problem",
    ),
    path("roles/", views.role_list, name="roles"),
    path("roles/<slug:slug>/", views.role_detail, name="role"),
    path(
        "roles/<slug:slug>/problem/",
        problem_view(
            lambda: Guide.objects.with_page().roles(),
            partial(FormerTerm.objects.current_slug, ROLE),
            key="term__slug",
        ),
        name="role_problem",
    ),
    path("examples/", views.example_list, name="examples"),
    path("examples/<slug:slug>/", views.example_detail, name="example"),
    path(
        "examples/<slug:slug>/problem/",
        problem_view(Example.objects.with_page, partial(FormerSlug.objects.current_slug, Example)),
        name="example_problem",
    ),
    path("glossary/", views.glossary, name="glossary"),
    path("get-involved/", views.get_involved, name="get_involved"),
    path("history/", views.kit_history, name="history"),
    path("history/<slug:slug>/", views.kit_page_detail, name="history_page"),
]
