"""Models of the site itself, which belong to no other app."""

from django.contrib.auth.models import Group
from django.db import models


class RequiredSecondFactor(models.Model):
    """A group whose members need a second factor to sign in to the desk."""

    group = models.OneToOneField(
        Group, models.CASCADE, primary_key=True, related_name="required_second_factor"
    )

    def __str__(self):
        return str(self.group)
