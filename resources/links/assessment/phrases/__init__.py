"""Lists of phrases that curators can review, each in a text file of this folder.

A file has comment lines on top that begin with `#` and say what its list is for and why. Then come
the phrases, one a line, sorted.
"""

from pathlib import Path

FOLDER = Path(__file__).parent


def load_phrases(name: str) -> tuple[str, ...]:
    """The phrases of `<name>.txt`, in the order of the file."""
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))
