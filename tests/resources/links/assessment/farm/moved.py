"""Pages at another address for good."""

from . import designs
from .cases import Case, expected_of, new_host
from .living import LIVING

WAYS = [
    ("one 301", (301,)),
    ("a 308", (308,)),
    ("two, all permanent", (301, 308)),
]


def moved():
    for number, (key, text) in enumerate(LIVING.items()):
        why, hops = WAYS[number % len(WAYS)]
        host = new_host()
        design = (designs.plain, designs.modern, designs.one_form)[number % 3]
        yield case(f"{key}/same_site", why, text, design, host, hops, (host, f"/new/{key}"))
    for key in ("councils", "college", "voluntarios", "tareas", "history", "derechos", "vacunas"):
        why = "to another domain, where the page names itself"
        text = LIVING[key]
        for design in (designs.modern, designs.one_form):
            there = (new_host("newname"), "/kit")
            name = f"{key}/{design.__name__}/other_domain"
            yield case(name, why, text, design, new_host(), (301,), there)
    text = LIVING["wellness"]
    yield case(
        "wellness/file", "a file", text, designs.pdf, new_host(), (301,), ("f.example", "/w")
    )


def case(name, why, text, design, host, hops, there):
    return Case(
        f"moved/{name}",
        "moved",
        why,
        expected_of(text),
        host,
        design(text),
        before=design(text),
        hops=hops,
        goes_to=there,
    )
