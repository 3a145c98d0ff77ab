import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_the_command_runs_the_checks_that_every_command_begins_with(capsys):
    """From a shell; a call from Python leaves them out."""
    call_command("check_links", "--dry-run", skip_checks=False)

    assert capsys.readouterr().err == ""
