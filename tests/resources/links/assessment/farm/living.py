"""Living pages: none of them may be called gone or taken over."""

from dataclasses import replace

from . import designs
from .cases import Case, Response, expected_of, new_host
from .texts import texts

LIVING = texts("living_en") | texts("living_es")
HARD = texts("hard_living")
REWRITTEN = texts("rewritten")
IN_SPANISH = {
    "ludopatia",
    "noche_casino",
    "medicinas",
    "educacion_sexual",
    "prestamos",
}
DESIGNS = [
    designs.plain,
    designs.modern,
    designs.of_1998,
    designs.one_form,
    designs.blog,
    designs.hidden_spam,
    designs.utf_16,
    designs.utf_16_unmarked,
    designs.latin_1_called_utf_8,
    designs.called_plain_text,
    designs.broken_markup,
    designs.deep,
    designs.sprawling,
]


def living():
    yield from in_every_design()
    yield from hard_ones()
    yield from shells_and_files()
    yield from changed()


def works(name, why, text, response, **more):
    fields = {"expected": expected_of(text), "host": new_host()} | more
    return Case(f"living/{name}", "works", why, response=response, **fields)


def in_every_design():
    """Each text in three designs, and each design with five texts or more."""
    for number, text in enumerate(LIVING.values()):
        for step in (0, 1, 2):
            design = DESIGNS[(number * 3 + step) % len(DESIGNS)]
            response = design(text)
            yield works(f"{text.key}/{design.__name__}", "an ordinary page", text, response)


def hard_ones():
    """Pages on subjects that spammers have too, in two designs and under a name of our own."""
    for text in HARD.values():
        text = replace(text, lang="es") if text.key in IN_SPANISH else text
        why = "it speaks of the subject; it sells nothing"
        yield works(f"{text.key}/new", why, text, designs.plain(text))
        yield works(f"{text.key}/modern", why, text, designs.modern(text))
        other = replace(expected_of(text), titles=("A page we named otherwise",), publishers=())
        yield works(f"{text.key}/unnamed", why, text, designs.plain(text), expected=other)


def shells_and_files():
    for key in ("volunteer", "homework", "tareas", "college"):
        text = LIVING[key]
        for design in (designs.shell, designs.nameless_shell):
            response = design(text)
            yield works(
                f"{key}/{design.__name__}",
                "every address there gets the same shell; a script fills it",
                text,
                response,
                probe=response,
                before=designs.modern(text),
            )
        for design in (designs.pdf, designs.pdf_called_page, designs.docx):
            yield works(f"{key}/{design.__name__}", "a file", text, design(text))
    text = LIVING["library"]
    only = replace(expected_of(text), is_home_page=True)
    yield works(
        "library/one_page_site",
        "a home page; the site answers every address with it",
        text,
        designs.plain(replace(text, title="Welcome")),
        expected=only,
        path="/",
        probe=designs.plain(replace(text, title="Welcome")),
    )
    yield works(
        "mentors/one_page_site",
        "a site of one page that names what we look for",
        LIVING["mentors"],
        designs.modern(LIVING["mentors"]),
        probe=designs.modern(LIVING["mentors"]),
    )


def changed():
    for key, text in LIVING.items():
        if key == "tiny":
            continue
        then = designs.modern(text)
        yield works(
            f"{key}/news",
            "only the news beside it changed",
            text,
            designs.modern(text, news=3),
            before=then,
            changed_much=False,
        )
        yield works(
            f"{key}/edited",
            "a sentence was added",
            text,
            designs.modern(replace(text, paragraphs=(*text.paragraphs, edit_of(text)))),
            before=then,
            changed_much=False,
        )
        yield works(
            f"{key}/redesign",
            "another design around the same words",
            text,
            designs.one_form(text),
            before=designs.of_1998(text),
            changed_much=False,
        )
    yield from rewritten()


def edit_of(text):
    if text.lang == "es":
        return "Actualizado en noviembre: las reuniones empiezan ahora a las seis y media."
    return "Updated in November: evening meetings now begin half an hour later, at seven."


def rewritten():
    for key, text in REWRITTEN.items():
        old = LIVING[key]
        text = replace(text, lang=old.lang)
        yield works(
            f"{key}/rewritten",
            "written anew with another title; it still names its publisher",
            old,
            designs.modern(text),
            before=designs.plain(replace(old, paragraphs=(*old.paragraphs, old.by))),
            changed_much=True,
        )
        yield works(
            f"{key}/new_domain",
            "another domain and another text, under the publisher's name",
            old,
            designs.modern(text),
            before=designs.modern(old),
            hops=(302,),
            goes_to=(new_host("newname"), "/start"),
            changed_much=True,
        )
    old = LIVING["volunteer"]
    yield works(
        "volunteer/same_name_other_ending",
        "a district that went from .k12.ca.us to .org",
        old,
        Response(
            b"<title>Welcome</title><h1>Families</h1>" + b"<p>Pick a school from the list. " * 20
        ),
        host="www.lakesideusd.k12.ca.us",
        hops=(302,),
        goes_to=("www.lakesideusd.org", "/families"),
    )
