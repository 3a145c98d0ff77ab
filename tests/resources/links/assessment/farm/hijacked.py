"""Pages at addresses that somebody else has bought."""

from dataclasses import replace

from . import designs
from .cases import Case, Response, expected_of, new_host
from .living import LIVING
from .texts import texts

SOLD = texts("hijacked_en") | texts("hijacked_es")
BUSINESSES = texts("businesses")
OLD = ["mentors", "faith", "history", "consejos", "derechos"]
MILLS = "content-mill"


def hijacked():
    for number, text in enumerate(SOLD.values()):
        entry = LIVING[OLD[number % len(OLD)]]
        yield from replaced(text, entry, number)
        if text.category != MILLS:
            yield from blatant(text, entry, number)
    yield from elsewhere()
    yield from unseen()


def case(name, why, entry, response, *, is_known=True, **more):
    fields = {"host": new_host()} | more
    before = designs.modern(entry) if is_known else None
    name, expected = f"hijacked/{name}", expected_of(entry)
    return Case(name, "taken-over", why, expected, response=response, before=before, **fields)


def replaced(text, entry, number):
    """Another page in the place of the old one, and the same behind a redirect."""
    design = (designs.plain, designs.modern, designs.blog, designs.one_form)[number % 4]
    response = design(signed(text))
    why = "another page stands where the old one stood"
    yield case(f"{text.key}/in_place", why, entry, response, probe=response)
    there = {"hops": ((301,), (302,))[number % 2], "goes_to": (new_host("other"), "/land")}
    why = "the old domain sends visitors to another"
    is_known = number % 3 > 0
    yield case(f"{text.key}/redirect", why, entry, response, is_known=is_known, **there)


def blatant(text, entry, number):
    """Spam that gives itself away, even if there is no earlier page to compare with."""
    design = (designs.utf_16, designs.plain, designs.broken_markup)[number % 3]
    why = "nobody was there before us, but it sells"
    yield case(f"{text.key}/new", why, entry, design(signed(text)), is_known=False)
    kept = replace(text, title=f"{entry.title} – {text.title}", by=entry.by)
    why = "the old title and publisher kept, for the search engines"
    yield case(f"{text.key}/title_kept", why, entry, designs.modern(kept), is_known=number % 2)
    cloned = replace(entry, paragraphs=(*entry.paragraphs, text.title, *text.paragraphs))
    why = "the old page, with something for sale in it"
    yield case(f"{text.key}/cloned", why, entry, designs.plain(cloned))
    if number % 3 == 0:
        response = replace(designs.plain(signed(text)), status=404)
        yield case(f"{text.key}/404", "the same, and called not found", entry, response)


def signed(text):
    return replace(text, by="Buzz Media")


def elsewhere():
    """Redirects to harmless businesses that have nothing to do with the entry."""
    for number, text in enumerate(BUSINESSES.values()):
        entry = LIVING[OLD[number]]
        for is_known in (False, True):
            response = designs.plain(text)
            there = {"hops": (301,), "goes_to": (new_host("shop"), "/")}
            why = "a business that has nothing to do with the entry"
            yield case(f"{text.key}/redirect/{is_known}", why, entry, response, is_known=is_known,
                       **there)  # fmt: skip


def unseen():
    """Pages that show little or nothing: their host, or where they redirect to, is enough."""
    entry = LIVING["faith"]
    shell = designs.nameless_shell(entry)
    for host in ("lucky-casino.example", "goldslots88.example", "win7.bet", "apuestasya.example"):
        why = "a shell at a host that is named for what it sells"
        there = {"hops": (302,), "goes_to": (host, "/")}
        yield case(f"shell/{host}", why, entry, shell, is_known=host < "h", **there)
        refresh = Response(f'<meta http-equiv=refresh content="0;url=http://{host}/">'.encode())
        yield case(f"refresh/{host}", "an empty page that sends on", entry, refresh)
        script = Response(f"<script>window.location.href = 'http://{host}/?a=1'</script>".encode())
        yield case(f"script/{host}", "a script that sends on", entry, script, is_known=False)
