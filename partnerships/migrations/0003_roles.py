from django.db import migrations

# What each role may do, beyond what the role before it may.
# Action → models. Their names say the app, for a permission belongs to a model's content type.
ENTRIES = ['resources.resource', 'partnerships.guide', 'partnerships.example']
PARTS = [
    'partnerships.recommendation',
    'partnerships.firststep',
    'partnerships.thingtosay',
    'partnerships.obstacle',
    'partnerships.quotation',
    'partnerships.finding',
    'partnerships.guidesource',
    'partnerships.waytogetinvolved',
    'partnerships.featuredexample',
]
SHARED = [
    'resources.organization',
    'resources.vocabulary',
    'resources.term',
    'resources.synonymgroup',
    'partnerships.glossaryterm',
    'partnerships.kitpage',
    'partnerships.kitlisting',
]
ROLES = {
    'contributor': {
        'view': [*ENTRIES, *PARTS, *SHARED, 'resources.visitormessage', 'resources.link'],
        'add': [*ENTRIES, *PARTS, 'resources.organization'],
        'change': [*ENTRIES, *PARTS],
        'delete': PARTS,
    },
    'curator': {
        'view': ['resources.failedsearch', 'resources.statuschange'],
        'add': [*SHARED, 'resources.dismissedsearch'],
        'change': [*SHARED, 'resources.visitormessage', 'resources.link'],
        'delete': [*ENTRIES, *SHARED, 'resources.dismissedsearch', 'resources.visitormessage'],
        'publish': ENTRIES,
        'close': ENTRIES,
        'merge': ['resources.resource', 'resources.term'],
        'import': ['resources.resource'],
        'export': ['resources.resource'],
        'lift': ['resources.link'],
    },
    'administrator': {
        'view': ['auth.user', 'auth.group'],
        'add': ['auth.user', 'auth.group'],
        'change': ['auth.user', 'auth.group'],
        'delete': ['auth.user', 'auth.group'],
    },
}


def make_roles(apps, schema_editor):
    """Groups with their permissions; Django itself makes permissions only after migrations."""
    Group = apps.get_model('auth', 'Group')
    granted = []
    for role, actions in ROLES.items():
        granted += permissions(apps, actions)
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.add(*granted)


def permissions(apps, actions):
    ContentType = apps.get_model('contenttypes', 'ContentType')
    Permission = apps.get_model('auth', 'Permission')
    for action, models in actions.items():
        for model in models:
            app, _, name = model.partition('.')
            content_type, _ = ContentType.objects.get_or_create(app_label=app, model=name)
            permission, _ = Permission.objects.get_or_create(
                content_type=content_type,
                codename=f'{action}_{name}',
                defaults={'name': f'Can {action} {name}'},
            )
            yield permission


class Migration(migrations.Migration):
    """The three roles of the desk."""

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('partnerships', '0002_change_journal'),
    ]

    # Back there is nothing to undo: to delete a group is to take everybody's role away.
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
