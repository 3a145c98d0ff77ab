from django.db import migrations

from resources.journal.triggers import RecordChanges, StartJournal


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0001_initial'),
    ]

    operations = [
        StartJournal(),
        RecordChanges('resources_formerterm', term='term_id'),
        RecordChanges('resources_link', link='id'),
        RecordChanges('resources_linkmonth', linkmonth='month'),
        RecordChanges('resources_organization', organization='id'),
        RecordChanges('resources_resource', resource='id'),
        RecordChanges('resources_resource_terms', resource='resource_id'),
        RecordChanges('resources_synonymgroup', synonyms='id'),
        RecordChanges('resources_term', term='id'),
        RecordChanges('resources_vocabulary', vocabulary='slug'),
    ]
