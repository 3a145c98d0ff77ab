"""Gates that turn robots away, and missing pages that say so."""

from dataclasses import replace

from . import designs
from .cases import Case, Response, expected_of, new_host
from .living import LIVING
from .texts import texts

ENTRY = LIVING["councils"]


def gates():
    for text in texts("gates").values():
        host = new_host()
        for number, design in enumerate((designs.plain, designs.of_1998)):
            response = design(replace(text.at(host), by=""))
            if design is designs.of_1998:
                response = replace(response, body=text.mark.encode() + response.body)
            yield Case(
                f"gates/{text.key}/{design.__name__}",
                "refuses",
                "a robot check, whatever the status",
                expected_of(ENTRY),
                host,
                response,
                before=designs.modern(ENTRY) if number else None,
                path=f"/{number}/read.html",
                probe=response,
            )
    for status in (401, 403, 405, 429, 999):
        for body in (b"", b"<title>Error</title><p>Go away."):
            name = f"gates/status_{status}/{len(body)}"
            why = "the status refuses"
            yield Case(name, "refuses", why, expected_of(ENTRY), new_host(), Response(body, status))


def missing():
    for status in (404, 410):
        for key in ("plain", "friendly", "soft_es", "soft_es_amable"):
            response = replace(designs.plain(MISSING[key]), status=status)
            yield case(f"{status}/{key}", "the status says so", response, NOT_SAME)
    for key, text in MISSING.items():
        for design in (designs.plain, designs.modern, designs.of_1998):
            response = design(replace(text, by="Riverbend Schools"))
            yield case(
                f"soft/{key}/{design.__name__}", "any address gets the same", response, response
            )
    for key in ("home", "soft_es_inicio"):
        response = designs.modern(replace(MISSING[key], by="Riverbend Schools"))
        name, why = f"sent_home/{key}", "every old address is sent to the home page"
        host = new_host()
        yield case(name, why, response, response, host=host, hops=(302,), goes_to=(host, "/"))
        host = new_host()
        name = f"sent_home_for_good/{key}"
        yield case(name, why, response, response, host=host, hops=(301,), goes_to=(host, "/"))


MISSING = texts("missing")
NOT_SAME = Response(b"<title>Other</title><p>Something else altogether", 404)


def case(name, why, response, probe, **more):
    fields = {"host": new_host(), "expected": expected_of(LIVING["history"])} | more
    return Case(f"missing/{name}", "fails", why, response=response, probe=probe, **fields)
