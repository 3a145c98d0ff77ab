from django.db import migrations

from resources.journal.former_slug_triggers import KeepFormerSlugs, KeepFormerTerms


class Migration(migrations.Migration):
    """The address an entry had leads to the one it has."""

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('resources', '0002_change_journal'),
    ]

    operations = [
        KeepFormerSlugs('resources_organization', 'resources', 'organization'),
        KeepFormerSlugs('resources_resource', 'resources', 'resource'),
        KeepFormerTerms(),
    ]
