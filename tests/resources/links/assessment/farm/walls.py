"""Answers that turn robots away, and pages that say they are not there."""

from dataclasses import replace

from . import designs
from .cases import Case, Sent, new_host, shown_as
from .living import LIVING
from .texts import texts

ENTRY = LIVING["councils"]


def walls():
    for text in texts("walls").values():
        host = new_host()
        for number, design in enumerate((designs.plain, designs.of_1998)):
            sent = design(replace(text.at(host), by=""))
            if design is designs.of_1998:
                sent = replace(sent, body=text.mark.encode() + sent.body)
            yield Case(
                f"walls/{text.key}/{design.__name__}",
                "refuses",
                "a check for robots, whatever the status",
                shown_as(ENTRY),
                host,
                sent,
                before=designs.modern(ENTRY) if number else None,
                path=f"/{number}/read.html",
                probe=sent,
            )
    for status in (401, 403, 405, 429, 999):
        for body in (b"", b"<title>Error</title><p>Go away."):
            name = f"walls/status_{status}/{len(body)}"
            why = "the status refuses"
            yield Case(name, "refuses", why, shown_as(ENTRY), new_host(), Sent(body, status))


def missing():
    for status in (404, 410):
        for key in ("plain", "friendly", "soft_es", "soft_es_amable"):
            sent = replace(designs.plain(MISSING[key]), status=status)
            yield case(f"{status}/{key}", "the status says so", sent, NOT_SAME)
    for key, text in MISSING.items():
        for design in (designs.plain, designs.modern, designs.of_1998):
            sent = design(replace(text, by="Riverbend Schools"))
            yield case(f"soft/{key}/{design.__name__}", "any address gets the same", sent, sent)
    for key in ("home", "soft_es_inicio"):
        sent = designs.modern(replace(MISSING[key], by="Riverbend Schools"))
        name, why = f"sent_home/{key}", "every old address is sent to the home page"
        host = new_host()
        yield case(name, why, sent, sent, host=host, hops=(302,), goes_to=(host, "/"))
        host = new_host()
        name = f"sent_home_for_good/{key}"
        yield case(name, why, sent, sent, host=host, hops=(301,), goes_to=(host, "/"))


MISSING = texts("missing")
NOT_SAME = Sent(b"<title>Other</title><p>Something else altogether", 404)


def case(name, why, sent, probe, **more):
    fields = {"host": new_host(), "shown": shown_as(LIVING["history"])} | more
    return Case(f"missing/{name}", "fails", why, sent=sent, probe=probe, **fields)
