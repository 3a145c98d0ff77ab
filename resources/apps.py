from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class ResourcesConfig(AppConfig):
    name = "resources"
    verbose_name = _("What exists out there")

    def ready(self):
        # Each app says in its `searchable.py` which of its own pages a search finds too.
        autodiscover_modules("searchable")
        # And in its `versioned.py`, of which entries every change is kept.
        autodiscover_modules("entries")
        # And in its `worklist.py`, what a curator should look at, and why.
        autodiscover_modules("worklist")
        # And in its `linked.py`, which addresses its entries show.
        autodiscover_modules("linked")
