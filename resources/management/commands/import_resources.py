from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from resources.batches import Progress
from resources.importing.apply import NotAppliedError, apply_plan
from resources.importing.errors import RefusedError, explain_remark
from resources.importing.plan import make_plan
from resources.importing.read import FORMATS
from resources.models import PlannedRow

MAX_ROWS_NAMED = 100


class Command(BaseCommand):
    help = "Compare a file with the catalogue, and report or apply the changes it would make."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="A CSV or JSON file, as an export writes it.")
        parser.add_argument("--apply", action="store_true", help="Change the catalogue.")
        parser.add_argument("--format", choices=FORMATS, help="Default: detected from the file.")
        parser.add_argument(
            "--leave-out-refused",
            action="store_true",
            help="Apply the rows that are not refused.",
        )

    def handle(self, *, file, format, leave_out_refused, **options):
        try:
            with file.open("rb") as opened:
                progress = Progress(self.stderr.write, "rows compared")
                plan = make_plan(opened, name=file.name, file_format=format, progress=progress)
        except OSError as problem:
            raise CommandError(f"{file}: {problem.strerror}.") from problem
        except RefusedError as refused:
            where = f"line {refused.remark.line}: " if refused.remark.line else ""
            raise CommandError(f"Nothing was imported. {file}, {where}{refused}") from refused
        self.report(plan)
        if options["apply"]:
            self.apply(plan, leave_out_refused)
        else:
            self.stdout.write("Nothing was changed. Add --apply to change the catalogue.")

    def apply(self, plan, leave_out_refused):
        progress = Progress(self.stderr.write, "rows written")
        try:
            apply_plan(plan, leave_out_refused=leave_out_refused, progress=progress)
        except NotAppliedError as problem:
            named = "".join(f"\n  {slug}" for slug in problem.slugs[:MAX_ROWS_NAMED])
            hint = " --leave-out-refused does so." if problem.code == "has-refused" else ""
            raise CommandError(f"{problem}{hint}{named}") from problem
        self.stdout.write("The catalogue was changed.")

    def report(self, plan):
        counts = ", ".join(f"{plan.number_of(o)} {o.label}" for o in PlannedRow.Outcome)
        self.stdout.write(f"{plan.file_name}: {counts}")
        for note in plan.notes:
            self.stdout.write(explain_remark(note["code"], note["facts"]))
        rows = plan.rows.exclude(problems=[])[:MAX_ROWS_NAMED]
        for row in rows:
            for problem in row.problems:
                where = f"line {row.line}, {problem['column']}".rstrip(", ")
                self.stdout.write(f"{where}: {explain_remark(problem['code'], problem['facts'])}")
        unnamed = plan.number_of(PlannedRow.Outcome.REFUSED) - len(rows)
        if unnamed > 0:
            self.stdout.write(f"… and {unnamed} more rows are refused.")
