from django.urls import path

from partnerships import views

app_name = "partnerships"
urlpatterns = [
    path("topics/", views.topic_list, name="topics"),
    path("topics/<slug:slug>/", views.topic_detail, name="topic"),
    path("roles/", views.role_list, name="roles"),
    path("roles/<slug:slug>/", views.role_detail, name="role"),
    path("examples/", views.example_list, name="examples"),
    path("examples/<slug:slug>/", views.example_detail, name="example"),
    path("glossary/", views.glossary, name="glossary"),
    path("get-involved/", views.get_involved, name="get_involved"),
    path("history/", views.history, name="history"),
    path("history/<slug:slug>/", views.history_page, name="history_page"),
]
