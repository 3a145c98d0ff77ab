"""Makes import files, and reads the plans made of them."""

import csv
import io
import json

from resources.importing.apply import apply_plan
from resources.importing.export import export_file
from resources.importing.plan import make_plan as plan_import
from resources.models import Resource

COLUMNS = ("id", "title_en", "organization", "url", "summary_en")


def csv_file(*rows, columns=COLUMNS, separator=",", encoding="utf-8"):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows([columns, *rows])
    return text.getvalue().encode(encoding)


def json_file(*entries):
    return json.dumps(entries).encode()


def plan(data, **options):
    return plan_import(io.BytesIO(data), name="list.csv", **options)


def plan_and_apply(data):
    return apply_plan(plan(data))


def outcomes(made):
    return [row.outcome for row in made.rows.all()]


def problems(made):
    """(line, column, code) of each."""
    return [
        (row.line, problem["column"], problem["code"])
        for row in made.rows.all()
        for problem in row.problems
    ]


def notes(made):
    return [
        (row.line, note["code"], note["facts"]) for row in made.rows.all() for note in row.notes
    ]


def exported(form="csv"):
    return "".join(export_file(Resource.objects.order_by("slug"), form)).encode()


def slugs_of_terms(resource):
    return sorted(f"{term.vocabulary_id}:{term.slug}" for term in resource.terms.all())
