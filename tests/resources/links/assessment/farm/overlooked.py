"""Pages written by somebody who did not know the rules. Many got a wrong verdict at first."""

from dataclasses import replace

from . import designs
from .cases import Case, Response, expected_of, new_host
from .hijacked import OLD
from .living import LIVING
from .texts import texts

SOLD = texts("overlooked_sold")
ALIVE = texts("overlooked_living")
PLAYER = Response(
    b"<title>Dab neeg rau me nyuam - Videos</title><div id=player></div><div>About Press Copyright"
    b" Contact us Creators Advertise Developers Terms Privacy Policy and how videos work</div>"
)


def overlooked():
    yield from sold()
    yield from alive()
    yield from redirected()


def sold():
    for number, text in enumerate(SOLD.values()):
        entry = LIVING[OLD[number % len(OLD)]]
        is_kept = text.by == "kept"
        text = replace(text, by=entry.by if is_kept else "Buzz Media")
        design = designs.modern if is_kept else (designs.plain, designs.blog)[number % 2]
        why = "another page stands where the old one stood"
        yield of_sold(f"{text.key}/in_place", why, entry, design(text), designs.modern(entry))
        if text.category:
            why = "nobody was there before us, but it sells"
            yield of_sold(f"{text.key}/new", why, entry, designs.one_form(text), None)


def of_sold(name, why, entry, response, before):
    name = f"overlooked/{name}"
    return Case(name, "taken-over", why, expected_of(entry), new_host(), response, before=before)


def alive():
    for text in ALIVE.values():
        expected = expected_of(text)
        was = text.was and replace(
            LIVING[text.was], title=expected.titles[0], by=expected.publishers[0], lang="en"
        )
        before = designs.modern(was) if was else None
        why = "it lives, whatever it speaks of and whatever it calls itself"
        host = new_host()
        response = designs.blog(text.at(host))
        yield Case(f"overlooked/{text.key}", "works", why, expected, host, response, before=before)


def redirected():
    """Living pages behind redirects, whose words say nothing about their owner."""
    entry, survey = LIVING["mentors"], designs.plain(ALIVE["science"])
    museum, lawyers = designs.plain(ALIVE["museum"]), designs.blog(ALIVE["legalaid"])
    council = designs.plain(ALIVE["rewritten_short_name"])
    ways = {
        "video": ("youtu.be", "www.youtube.com", PLAYER, None),
        "survey": ("bit.ly", "forms.example", survey, None),
        "repository": (new_host(), "works.sumac.edu", museum, None),
        "office": ("mentors.osage.gov", "osage.gov", council, entry),
        "sister_office": ("mentors.osage.example", "law.osage.example", lawyers, entry),
    }
    for key, (host, end, response, was) in ways.items():
        why = "another address, where the owner may well have put it"
        before = designs.modern(was) if was else None
        there = {"hops": (302,), "goes_to": (end, f"/{key}")}
        yield Case(f"overlooked/redirected/{key}", "works", why, expected_of(entry), host, response,
                   before=before, path=f"/{key}", **there)  # fmt: skip
