from django.contrib import admin


class DeskSite(admin.AdminSite):
    """Django's admin; its front page, its login and its refusals are ours."""

    site_header = site_title = "PartnerKit"
