"""What every change form of the desk builds on: saving, conflicts, history, both languages."""
