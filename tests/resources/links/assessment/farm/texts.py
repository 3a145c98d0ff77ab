"""The texts of the farm: what a page says, apart from its design."""

from dataclasses import dataclass, replace
from pathlib import Path

FOLDER = Path(__file__).with_name("texts")


@dataclass(frozen=True)
class Text:
    key: str
    title: str
    paragraphs: tuple[str, ...]
    by: str = ""
    lang: str = "en"
    category: str = ""  # of spam
    status: int = 200
    mark: str = ""  # invisible markup in the source
    known_as: str = ""  # "title | publisher" of our entry, if not its own
    was: str = ""  # key of the text that stood there before

    def at(self, host):
        """The text with the name of its host in it."""
        return replace(
            self,
            title=self.title.replace("{host}", host),
            paragraphs=tuple(one.replace("{host}", host) for one in self.paragraphs),
        )


def texts(name):
    """The texts of a file, in its order: {key: Text}."""
    language = name[-2:] if name.endswith(("_en", "_es")) else "en"
    blocks = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").split("# ")[1:]
    found = [parsed(block, language) for block in blocks if block[:1].islower()]
    return {text.key: text for text in found}


def parsed(block, language):
    head, _, body = block.partition("\n\n")
    key, *lines = head.strip().splitlines()
    fields = dict(line.split(":", 1) for line in lines)
    fields = {name: value.strip() for name, value in fields.items()}
    return Text(
        key=key.strip(),
        title=fields["title"],
        paragraphs=tuple(body.strip().split("\n\n")) if body.strip() else (),
        by=fields.get("by", ""),
        lang=fields.get("lang", language),
        category=fields.get("trade", ""),
        status=int(fields.get("status", 200)),
        mark=fields.get("mark", ""),
        known_as=fields.get("shown", ""),
        was=fields.get("was", ""),
    )
