from django.db import migrations

from resources.journal.former_slug_triggers import KeepFormerSlugs


class Migration(migrations.Migration):
    """The address an example had leads to the one it has."""

    dependencies = [
        ('partnerships', '0003_roles'),
        ('resources', '0003_former_slugs'),
    ]

    operations = [KeepFormerSlugs('partnerships_example', 'partnerships', 'example')]
