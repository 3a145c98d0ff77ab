"""The status of an entry: draft, in review, published or closed."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in-review", _("in review")
    PUBLISHED = "published", _("published")
    CLOSED = "closed", _("closed")


WITH_PAGE = (Status.PUBLISHED, Status.CLOSED)


class PublicationQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=Status.PUBLISHED)

    def with_page(self):
        """Entries with a public page: published ones, and closed ones as tombstones."""
        return self.filter(status__in=WITH_PAGE)


class Publication(models.Model):
    """Base of entries that are prepared, published and one day closed."""

    status = models.CharField(
        _("status"),
        max_length=10,
        choices=Status,
        default=Status.DRAFT,
        help_text=_(
            "Visitors see what is published. A closed entry keeps its page and says that it closed."
        ),
    )

    class Meta:
        abstract = True

    def clean(self):
        """Refuse to take a public page away: an entry that had one can only close."""
        super().clean()
        published = type(self)._default_manager.with_page().filter(pk=self.pk)
        if not self.has_page and published.exists():
            raise ValidationError(
                _("A published entry cannot become a draft again. Close it instead.")
            )

    @property
    def has_page(self):
        """True if visitors can open its page: it is or was published."""
        return self.status in WITH_PAGE

    @property
    def is_closed(self):
        return self.status == Status.CLOSED


def needs_when_published(field, message):
    """A constraint: a published entry has a value in `field`.

    For a field that ends in `_en`, a value in either language is enough.
    """
    name = field.removesuffix("_en")
    filled = ~Q(**{field: ""})
    if field != name:
        filled |= ~Q(**{f"{name}_es": ""})
    return models.CheckConstraint(
        condition=~Q(status=Status.PUBLISHED) | filled,
        name=f"%(app_label)s_%(class)s_published_has_{name}",
        violation_error_message=message,
    )
