"""What the triggers wrote to the change journal, as the tests of both apps read it."""

# ruff: noqa: S608
# The SQL is put together from the models' own names.

from django.db import connection
from django.db.models import Max

from resources.models import Change


def recorded(write):
    """The entries, as {(kind, key)}, that the journal has new lines of after `write()`."""
    last = Change.objects.aggregate(last=Max("sequence"))["last"]
    write()
    return set(Change.objects.filter(sequence__gt=last).values_list("kind", "key"))


def ways_of_writing(record):
    """Each way to change, remove and insert `record`, in an order that works: (name, function)."""
    meta, key, records = record._meta, record.pk, type(record)._base_manager
    same = records.filter(pk=key)
    field = next(field for field in meta.concrete_fields if not field.primary_key)
    this = f"WHERE {meta.pk.column} = %s"

    def save_anew():
        record.pk = key  # delete() took it away
        record.save(force_insert=True)

    return [
        ("save()", record.save),
        ("update()", lambda: same.update(**{field.attname: getattr(record, field.attname)})),
        ("SQL", lambda: run(f"UPDATE {meta.db_table} SET {field.column} = '1' {this}", key)),
        ("bulk_update()", lambda: records.bulk_update([record], [field.name])),
        ("delete()", record.delete),
        ("save() of a new one", save_anew),
        ("delete() of a queryset", same.delete),
        ("bulk_create()", lambda: records.bulk_create([record])),
        ("SQL that deletes", lambda: run(f"DELETE FROM {meta.db_table} {this}", key)),
        ("ignoring conflicts", lambda: records.bulk_create([record], ignore_conflicts=True)),
    ]


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
