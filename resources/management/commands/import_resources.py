from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from resources.batches import Progress
from resources.importing.apply import NotAppliedError, apply
from resources.importing.errors import RefusedError, reason
from resources.importing.plan import plan
from resources.importing.read import FORMATS
from resources.models import PlannedRow

MOST_NAMED = 100
Outcome = PlannedRow.Outcome


class Command(BaseCommand):
    help = "Compare a file with the catalogue, say what it would change, and change it if told to."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="A CSV or JSON file, as an export writes it.")
        parser.add_argument("--apply", action="store_true", help="Change the catalogue.")
        parser.add_argument("--format", choices=FORMATS, help="Else the file's beginning tells.")
        parser.add_argument(
            "--leave-out-refused", action="store_true", help="Apply the rows that are not refused."
        )

    def handle(self, *, file, format, leave_out_refused, **options):
        try:
            with file.open("rb") as opened:
                progress = Progress(self.stderr.write, "rows compared")
                made = plan(opened, name=file.name, form=format, progress=progress)
        except OSError as problem:
            raise CommandError(f"{file}: {problem.strerror}.") from problem
        except RefusedError as refused:
            where = f"line {refused.remark.line}: " if refused.remark.line else ""
            raise CommandError(f"Nothing was imported. {file}, {where}{refused}") from refused
        self.tell(made)
        if options["apply"]:
            self.apply(made, leave_out_refused)
        else:
            self.stdout.write("Nothing was changed. Add --apply to change the catalogue.")

    def apply(self, made, leave_out_refused):
        progress = Progress(self.stderr.write, "rows written")
        try:
            apply(made, leave_out_refused=leave_out_refused, progress=progress)
        except NotAppliedError as problem:
            named = "".join(f"\n  {slug}" for slug in problem.slugs[:MOST_NAMED])
            hint = " --leave-out-refused does so." if problem.code == "has-refused" else ""
            raise CommandError(f"{problem}{hint}{named}") from problem
        self.stdout.write("The catalogue was changed.")

    def tell(self, made):
        counts = ", ".join(f"{made.number_of(outcome)} {outcome.label}" for outcome in Outcome)
        self.stdout.write(f"{made.file_name}: {counts}")
        for note in made.notes:
            self.stdout.write(reason(note["code"], note["facts"]))
        rows = made.rows.exclude(problems=[])[:MOST_NAMED]
        for row in rows:
            for problem in row.problems:
                where = f"line {row.line}, {problem['column']}".rstrip(", ")
                self.stdout.write(f"{where}: {reason(problem['code'], problem['facts'])}")
        unnamed = made.number_of(Outcome.REFUSED) - len(rows)
        if unnamed > 0:
            self.stdout.write(f"… and {unnamed} more rows are refused.")
