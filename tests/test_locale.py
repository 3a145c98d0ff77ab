"""The Spanish of the interface: nothing missing, nothing left over, compiled.

The catalogue is kept by hand. A failing test prints what to change in django.po; afterwards
compile it with COMPILE and commit both files.
"""

import re
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.utils import translation
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("partnerkit", "partnerships", "resources")
CATALOGUE = "partnerkit/locale/es/LC_MESSAGES/django.po"
COMPILED = "partnerkit/locale/es/LC_MESSAGES/django.mo"
COMPILE = "uv run pybabel compile -d partnerkit/locale -D django -l es"

KEYWORDS = DEFAULT_KEYWORDS | {
    f"{name}_lazy": DEFAULT_KEYWORDS[name]
    for name in ("gettext", "ngettext", "pgettext", "npgettext")
}
# What a translator must not touch: %(name)s, {name} and HTML tags.
FIXED = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{\w*\}|</?[a-z][^>]*>")

WORD = re.compile(r"[^\W\d_]{2,}")
SAME_IN_EVERY_LANGUAGE = {"PartnerKit"}
VISIBLE_ATTRIBUTES = {"alt", "aria-description", "aria-label", "label", "placeholder", "title"}
# As Django reads templates: tags and one-line comments end on the line they begin.
UNSEEN = [
    re.compile(r"{#.*?#}|{%\s*comment.*?%}(?s:.*?){%\s*endcomment\s*%}"),
    re.compile(r"{%\s*blocktrans.*?%}(?s:.*?){%\s*endblocktrans.*?%}"),
    re.compile(r"{%.*?%}|{{.*?}}"),
    re.compile(r"<(script|style)\b(?s:.*?)</\1>"),
]


def templates():
    found = sorted(ROOT.glob("templates/**/*.*"))
    assert found
    return found


def modules():
    return sorted(path for package in PACKAGES for path in (ROOT / package).glob("**/*.py"))


def source_of(path):
    """Python that marks the same strings as the file at `path`."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return source
    # Babel reads indentation as Python does; what is left of a template's means nothing.
    return "\n".join(line.strip() for line in templatize(source).splitlines())


def marked():
    """What modules and templates mark for translation, as a catalogue without translations."""
    catalogue = Catalog()
    for path in [*modules(), *templates()]:
        source = BytesIO(source_of(path).encode())
        for _line, name, _comments, context in extract("python", source, KEYWORDS):
            file = str(path.relative_to(ROOT))
            catalogue.add(name, locations=[(file, None)], context=context)
    return catalogue


def spanish():
    with (ROOT / CATALOGUE).open("rb") as file:
        return read_po(file, locale="es", abort_invalid=True)


def messages(catalogue):
    """The messages of a catalogue by what names them; its header is none."""
    return {(m.context, forms(m.id)): m for m in catalogue if m.id}


def forms(text):
    """The singular and the plural of a message that has both, else its one form."""
    return (text,) if isinstance(text, str) else tuple(text)


def is_translated(message):
    return all(forms(message.string)) and not message.fuzzy


def entries(found):
    """Messages as they stand in django.po."""
    catalogue = Catalog(locale="es")
    for message in found:
        catalogue.add(message.id, locations=message.locations, context=message.context)
    text = BytesIO()
    write_po(text, catalogue, width=0, omit_header=True, include_lineno=False)
    return text.getvalue().decode()


def test_every_string_of_the_interface_is_translated():
    translated = {name for name, message in messages(spanish()).items() if is_translated(message)}
    missing = [message for name, message in messages(marked()).items() if name not in translated]

    assert not missing, (
        f"These strings have no Spanish, or a fuzzy one. Write it into {CATALOGUE}:\n\n"
        f"{entries(missing)}\nThen run: {COMPILE}"
    )


def test_the_catalogue_holds_no_string_that_nothing_uses():
    catalogue, used = spanish(), messages(marked())
    unused = [message for name, message in messages(catalogue).items() if name not in used]
    unused += catalogue.obsolete.values()

    assert not unused, (
        f"No module and no template uses these strings. Take them out of {CATALOGUE}:\n\n"
        f"{entries(unused)}\nThen run: {COMPILE}"
    )


def test_the_compiled_catalogue_is_what_the_catalogue_compiles_to():
    fresh = BytesIO()
    write_mo(fresh, spanish())
    fresh.seek(0)
    with (ROOT / COMPILED).open("rb") as file:
        committed, expected = read_mo(file), read_mo(fresh)

    assert answers(committed) == answers(expected), f"Run: {COMPILE}"
    assert committed.plural_expr == expected.plural_expr, f"Run: {COMPILE}"


def answers(catalogue):
    return {name: forms(message.string) for name, message in messages(catalogue).items()}


def test_django_answers_with_the_catalogue():
    """Other apps have Spanish catalogues too; ours comes first."""
    with translation.override("es"):
        for (context, ids), (one, *many) in answers(spanish()).items():
            assert django_says(context, ids, 1) == one
            for form in many:
                assert django_says(context, ids, 0) == django_says(context, ids, 2) == form


def django_says(context, ids, number):
    if len(ids) == 1:
        return translation.pgettext(context, *ids) if context else translation.gettext(*ids)
    if context:
        return translation.npgettext(context, *ids, number)
    return translation.ngettext(*ids, number)


def test_placeholders_and_tags_are_the_same_in_both_languages():
    for (_context, ids), translations in answers(spanish()).items():
        for english, form in zip(ids, translations, strict=True):
            assert set(FIXED.findall(form)) == set(FIXED.findall(english)), form


def test_spanish_quotations_stand_in_spanish_quotation_marks():
    for translations in answers(spanish()).values():
        for form in translations:
            assert not set("“”") & set(form), form


class Page(HTMLParser):
    """Collects what a reader sees or hears of a template."""

    def __init__(self, html):
        super().__init__()
        self.texts = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        seen = VISIBLE_ATTRIBUTES & attributes.keys()
        if attributes.get("name") == "description":
            seen |= {"content"}
        if attributes.get("type") in ("submit", "reset", "button"):
            seen |= {"value"} & attributes.keys()
        self.texts += [attributes[name] for name in seen if attributes[name]]

    def handle_data(self, data):
        self.texts.append(data)


def words_without_translation(template):
    """Words a template shows that no tag translates."""
    html = template.read_text(encoding="utf-8")
    for unseen in UNSEEN:
        html = unseen.sub(" ", html)
    found = WORD.findall(" ".join(Page(html).texts))
    return [word for word in found if word not in SAME_IN_EVERY_LANGUAGE]


def test_public_templates_show_no_words_but_translated_ones():
    public = [t for t in templates() if t.suffix == ".html" and "admin" not in t.parts]
    left = {
        str(t.relative_to(ROOT)): words for t in public if (words := words_without_translation(t))
    }

    assert not left, f"Put these words into {{% translate %}} or {{% blocktranslate %}}: {left}"
