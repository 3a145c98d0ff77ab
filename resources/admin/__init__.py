from django.contrib import admin

from . import organizations, resources, searches, vocabularies

__all__ = ["organizations", "resources", "searches", "vocabularies"]

admin.site.site_header = admin.site.site_title = "PartnerKit"
