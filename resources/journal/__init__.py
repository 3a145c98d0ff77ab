"""The change journal: every committed change, recorded by the database."""
