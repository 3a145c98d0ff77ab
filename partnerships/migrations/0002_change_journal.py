from django.db import migrations

from resources.journal.triggers import RecordChanges


class Migration(migrations.Migration):
    """An entry changes with the rows that its own page shows."""

    dependencies = [
        ('partnerships', '0001_initial'),
        ('resources', '0002_change_journal'),
    ]

    operations = [
        RecordChanges('partnerships_example', example='id'),
        RecordChanges('partnerships_example_terms', example='example_id'),
        RecordChanges('partnerships_featuredexample', guide='guide_id', example='example_id'),
        RecordChanges('partnerships_finding', guide='guide_id'),
        RecordChanges('partnerships_firststep', guide='guide_id'),
        RecordChanges('partnerships_glossaryterm', glossary_term='id'),
        RecordChanges('partnerships_guide', guide='id'),
        RecordChanges('partnerships_guide_related_topics', guide='guide_id'),
        RecordChanges('partnerships_guidesource', guide='guide_id'),
        RecordChanges('partnerships_kitlisting', kit_page='page_id'),
        RecordChanges(
            'partnerships_kitlisting_similar',
            kit_page='kitlisting_id > partnerships_kitlisting.page_id',
        ),
        RecordChanges('partnerships_kitpage', kit_page='id'),
        RecordChanges('partnerships_obstacle', guide='guide_id'),
        RecordChanges('partnerships_quotation', guide='guide_id'),
        RecordChanges('partnerships_recommendation', guide='guide_id', resource='resource_id'),
        RecordChanges('partnerships_thingtosay', guide='guide_id'),
        RecordChanges(
            'partnerships_waytogetinvolved', guide='guide_id', organization='organization_id'
        ),
    ]
