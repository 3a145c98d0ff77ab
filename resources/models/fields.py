"""Model fields with rules of their own: web addresses, and references to a term."""

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

WEB_SCHEMES = ("http", "https")


class WebAddressField(models.URLField):
    """The address of a page. Only http and https: a `javascript:` link would run a script."""

    default_validators = [URLValidator(schemes=WEB_SCHEMES)]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": 2000, **kwargs})

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https", **kwargs})


def is_web_address(field):
    """A constraint: `field` is empty or starts with http:// or https://."""
    condition = Q(**{field: ""})
    for scheme in WEB_SCHEMES:
        condition |= Q(**{f"{field}__startswith": f"{scheme}://"})
    return models.CheckConstraint(
        condition=condition,
        name=f"%(app_label)s_%(class)s_{field}_is_web_address",
        violation_error_message=_("An address starts with http:// or https://."),
    )


def term_of(vocabulary, verbose_name, **options):
    """A foreign key to a term of `vocabulary`. A term in use cannot be deleted."""
    return models.ForeignKey(
        "resources.Term",
        models.PROTECT,
        verbose_name=verbose_name,
        related_name="+",
        limit_choices_to={"vocabulary": vocabulary},
        **options,
    )
