"""What may be shown to visitors, and what is still in the making."""

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
        """Everything that has a public page: what is published, and the tombstones."""
        return self.filter(status__in=WITH_PAGE)


class Publication(models.Model):
    """Something editors prepare, publish and one day close."""

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
        """What visitors have seen keeps its page: it closes, and is never a draft again."""
        super().clean()
        seen = type(self)._default_manager.with_page().filter(pk=self.pk)
        if not self.has_page and seen.exists():
            raise ValidationError(_("Visitors know its page. Close it; it is no draft any more."))

    @property
    def has_page(self):
        """Whether visitors can open it; what was never published they cannot."""
        return self.status in WITH_PAGE

    @property
    def is_closed(self):
        return self.status == Status.CLOSED


def needs_when_published(field, message):
    """A constraint: what is published has something in `field`, or in one of its languages."""
    name = field.removesuffix("_en")
    filled = ~Q(**{field: ""})
    if field != name:
        filled |= ~Q(**{f"{name}_es": ""})
    return models.CheckConstraint(
        condition=~Q(status=Status.PUBLISHED) | filled,
        name=f"%(app_label)s_%(class)s_published_has_{name}",
        violation_error_message=message,
    )
