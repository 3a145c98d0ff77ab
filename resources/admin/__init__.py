from django.contrib import admin

from . import organizations, resources, vocabularies

__all__ = ["organizations", "resources", "vocabularies"]

admin.site.site_header = admin.site.site_title = "PartnerKit"
