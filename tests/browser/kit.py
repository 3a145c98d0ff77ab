"""What the fixtures say a visitor should meet on the site."""

import json
from pathlib import Path

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures"
FOLDERS = {
    "resources.resource": "resources",
    "resources.organization": "organizations",
    "partnerships.example": "examples",
}


def records():
    for file in sorted(FIXTURES.glob("*.json")):
        for record in json.loads(file.read_text()):
            yield record["model"], record["fields"]


def published_addresses():
    """The address of every entry and guide that a visitor may see, in both languages."""
    for model, fields in records():
        if fields.get("status") == "draft":
            continue
        if model in FOLDERS:
            folder, slug = FOLDERS[model], fields["slug"]
        elif model == "partnerships.guide":
            folder, slug = f"{fields['term'][0]}s", fields["term"][1]
        else:
            continue
        yield f"/{folder}/{slug}/"
        yield f"/es/{folder}/{slug}/"


def texts_of_one_language():
    """{text: language} for what the kit says in one language only; a group's name is in none."""
    texts = {"en": set(), "es": set()}
    names = set()
    for model, fields in records():
        if model == "resources.organization":
            names.add(fields["name"])
        for language, found in texts.items():
            own = [text for name, text in fields.items() if name.endswith(f"_{language}")]
            found.update(*(text.splitlines() for text in own))
    english, spanish = texts["en"] - texts["es"] - names, texts["es"] - texts["en"] - names
    return dict.fromkeys(english, "en") | dict.fromkeys(spanish, "es")
