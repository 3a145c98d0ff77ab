"""The texts of the farm: what a page says, without how it looks."""

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
    trade: str = ""
    status: int = 200
    mark: str = ""  # markup that stands in the source, unseen
    shown: str = ""  # "title | publisher" that we know it by, if not those
    was: str = ""  # the text that stood there before

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
        trade=fields.get("trade", ""),
        status=int(fields.get("status", 200)),
        mark=fields.get("mark", ""),
        shown=fields.get("shown", ""),
        was=fields.get("was", ""),
    )
