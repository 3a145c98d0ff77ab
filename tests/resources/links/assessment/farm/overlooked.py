"""Pages of somebody who did not know the rules: a good part of them was first called otherwise."""

from dataclasses import replace

from . import designs
from .cases import Case, Sent, new_host, shown_as
from .hijacked import OLD
from .living import LIVING
from .texts import texts

SOLD = texts("overlooked_sold")
ALIVE = texts("overlooked_living")
PLAYER = Sent(
    b"<title>Dab neeg rau me nyuam - Videos</title><div id=player></div><div>About Press Copyright"
    b" Contact us Creators Advertise Developers Terms Privacy Policy and how videos work</div>"
)


def overlooked():
    yield from sold()
    yield from alive()
    yield from sent_on()


def sold():
    for number, text in enumerate(SOLD.values()):
        entry = LIVING[OLD[number % len(OLD)]]
        is_kept = text.by == "kept"
        text = replace(text, by=entry.by if is_kept else "Buzz Media")
        design = designs.modern if is_kept else (designs.plain, designs.blog)[number % 2]
        why = "another page stands where the old one stood"
        yield of_sold(f"{text.key}/in_place", why, entry, design(text), designs.modern(entry))
        if text.trade:
            why = "nobody was there before us, but it sells"
            yield of_sold(f"{text.key}/new", why, entry, designs.one_form(text), None)


def of_sold(name, why, entry, sent, before):
    name = f"overlooked/{name}"
    return Case(name, "taken-over", why, shown_as(entry), new_host(), sent, before=before)


def alive():
    for text in ALIVE.values():
        shown = shown_as(text)
        was = text.was and replace(
            LIVING[text.was], title=shown.titles[0], by=shown.publishers[0], lang="en"
        )
        before = designs.modern(was) if was else None
        why = "it lives, whatever it speaks of and whatever it calls itself"
        host = new_host()
        sent = designs.blog(text.at(host))
        yield Case(f"overlooked/{text.key}", "works", why, shown, host, sent, before=before)


def sent_on():
    """Living pages behind redirects, where what they say tells nothing of their owner."""
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
    for key, (host, end, sent, was) in ways.items():
        why = "another address, where the owner may well have put it"
        before = designs.modern(was) if was else None
        there = {"hops": (302,), "goes_to": (end, f"/{key}")}
        yield Case(f"overlooked/sent_on/{key}", "works", why, shown_as(entry), host, sent,
                   before=before, path=f"/{key}", **there)  # fmt: skip
