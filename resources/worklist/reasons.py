"""Why an entry of any kind is listed. Each function takes (kind, records) and yields findings.

Only what visitors read is listed, and what waits for a decision: a draft is its writer's affair,
so saving one makes no work for anybody.
"""

import hashlib
from datetime import date

from django.apps import apps
from django.utils.formats import date_format
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from resources.models import Bilingual, LinkState, Status
from resources.models.translation import LANGUAGES
from resources.publishing.readability import FORMULAS, reading_level
from resources.publishing.reviews import next_review_on

from .findings import Finding, Reason, is_public, register_reasons
from .resolve import FINE_AS_IT_IS, SPANISH_FITS, STILL_GOOD, english_of

STALE, MISSING = Bilingual.TranslationState.STALE, Bilingual.TranslationState.MISSING
LONGEST_QUOTE = 240

WAITING_WEIGHT, STALE_WEIGHT, MISSING_WEIGHT = 80, 55, 50
REVIEW_WEIGHT, HARD_WEIGHT, NEVER_REVIEWED_WEIGHT = 45, 30, 10


def said_of_review(details):
    text = _("No person has reviewed it yet.")
    if details["reviewed_on"]:
        day = date_format(date.fromisoformat(details["reviewed_on"]))
        text = _("Last reviewed on %(day)s.") % {"day": day}
    if details["refuses"]:
        text += " " + _("Its site turns our checker away, so only a person can tell.")
    return text


def said_of_stale(details):
    return _("The English changed, and the Spanish did not: %(texts)s.") % {
        "texts": get_text_list([name_of(path) for path in details["texts"]], _("and"))
    }


def said_of_missing(details):
    return _("Not in Spanish yet: %(texts)s.") % {
        "texts": get_text_list([name_of(path) for path in details["texts"]], _("and"))
    }


def said_of_hard(details):
    words = {
        "text": capfirst(name_of(details["text"])),
        "score": details["score"],
        "sentence": details["sentence"],
    }
    if details["language"] == "en":
        return _("“%(text)s” reads at school grade %(score)s. Hardest: “%(sentence)s”") % words
    return _("“%(text)s” has %(score)s of 100 for ease. Hardest: “%(sentence)s”") % words


def name_of(path):
    """What `resources.resource` or `resources.resource.summary_es` is called."""
    app, model, *field = path.split(".")
    meta = apps.get_model(app, model)._meta
    return str(meta.get_field(*field).verbose_name if field else meta.verbose_name)


WAITING = Reason(
    "waiting",
    gettext_lazy("Waiting for a decision"),
    lambda details: _("Somebody sent it for review."),
    opens="status",
)
REVIEW = Reason("review", gettext_lazy("Review due"), said_of_review, STILL_GOOD)
STALE_SPANISH = Reason("stale", gettext_lazy("Stale translation"), said_of_stale, SPANISH_FITS)
MISSING_SPANISH = Reason("missing", gettext_lazy("Missing translation"), said_of_missing)
HARD = Reason("hard", gettext_lazy("Hard to read"), said_of_hard, FINE_AS_IT_IS)

register_reasons(WAITING, REVIEW, STALE_SPANISH, MISSING_SPANISH, HARD)


def waiting(kind, records):
    for record in records:
        if record.status == Status.IN_REVIEW:
            yield Finding(record.pk, WAITING, WAITING_WEIGHT)


def review_due(kind, records):
    """Listed on the day it comes, with no other look at the entry."""
    for record in records:
        if is_public(record):
            day = next_review_on(record)
            refuses = getattr(record, "link_state", "") == LinkState.REFUSES
            details = {
                "reviewed_on": record.reviewed_on and record.reviewed_on.isoformat(),
                "refuses": refuses,
            }
            weight = (REVIEW_WEIGHT if day else NEVER_REVIEWED_WEIGHT) + 2 * refuses
            yield Finding(record.pk, REVIEW, weight, details, due_on=day)


def stale_translation(kind, records):
    for record in filter(is_public, records):
        parts = kind.records_with_texts(record)
        stale = [part for part in parts if part.translation_state() == STALE]
        if stale:
            texts = list(dict.fromkeys(part._meta.label_lower for part in stale))
            yield Finding(
                record.pk, STALE_SPANISH, STALE_WEIGHT, {"texts": texts}, english_of(parts)
            )


def missing_translation(kind, records):
    for record in filter(is_public, records):
        missing = dict.fromkeys(
            path for part in kind.records_with_texts(record) for path in gaps(part)
        )
        if missing:
            yield Finding(record.pk, MISSING_SPANISH, MISSING_WEIGHT, {"texts": list(missing)[:5]})


def gaps(part):
    """Paths of the English texts of a record that have no Spanish beside them."""
    for name in part.text_names():
        if getattr(part, f"{name}_en") and not getattr(part, f"{name}_es"):
            yield f"{part._meta.label_lower}.{name}_en"


def hard_to_read(kind, records):
    for record in filter(is_public, records):
        hard = [(path, reading) for path, reading in readings(kind, record) if reading.is_hard]
        if hard:
            path, reading = max(hard, key=lambda found: how_far_beyond(found[1]))
            details = {
                "text": path,
                "language": reading.language,
                "score": round(reading.score),
                "sentence": reading.hardest[0].text[:LONGEST_QUOTE],
            }
            fingerprint = hashlib.blake2b(repr(hard).encode(), digest_size=8).hexdigest()
            weight = HARD_WEIGHT + min(9, int(how_far_beyond(reading)))
            yield Finding(record.pk, HARD, weight, details, fingerprint)


def readings(kind, record):
    """(path, reading) of each text; the parts of a guide that make one list are read as one."""
    texts = {}
    for part in kind.records_with_texts(record):
        for name in part.prose:
            for language in LANGUAGES:
                path = f"{part._meta.label_lower}.{name}_{language}"
                texts.setdefault(path, []).append(getattr(part, f"{name}_{language}"))
    for path, some in texts.items():
        if reading := reading_level("\n\n".join(filter(None, some)), path[-2:]):
            yield path, reading


def how_far_beyond(reading):
    """Grades above our limit; ten points of ease count as two grades."""
    beyond = abs(reading.score - FORMULAS[reading.language].limit)
    return beyond / 5 if reading.language == "es" else beyond
