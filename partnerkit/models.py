"""What the site itself keeps, beside its apps."""

from django.contrib.auth.models import Group
from django.db import models


class RequiredSecondFactor(models.Model):
    """A role whose members may enter the desk only with a second factor."""

    group = models.OneToOneField(
        Group, models.CASCADE, primary_key=True, related_name="required_second_factor"
    )

    def __str__(self):
        return str(self.group)
