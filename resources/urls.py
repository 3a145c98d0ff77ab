from django.urls import path

from resources import views
from resources.exchange import api

app_name = "resources"
urlpatterns = [
    path("resources/", views.resource_list, name="list"),
    path("resources/<slug:slug>/", views.resource_detail, name="detail"),
    path("api/v1/resources/", api.resource_list, name="api"),
    path("organizations/", views.organization_list, name="organizations"),
    path("organizations/<slug:slug>/", views.organization_detail, name="organization"),
]
