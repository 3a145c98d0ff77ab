"""The addresses of the desk's pages about one record."""

from django.contrib.admin.utils import quote
from django.urls import reverse


class AdminUrlsMixin:
    def name_of(self, page):
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def address_of(self, page, *keys):
        return reverse(f"admin:{self.name_of(page)}", args=[quote(key) for key in keys])
