"""Issues of an entry of any kind. Finders take (kind, records) and yield issues.

The worklist lists published entries, and entries that wait for a decision. It does not list
drafts, which concern only their authors.
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

from .issues import Issue, IssueReason, is_published, register_reasons
from .resolve import FINE_AS_IT_IS, SPANISH_FITS, STILL_GOOD, stale_english_hash

STALE, MISSING = Bilingual.TranslationState.STALE, Bilingual.TranslationState.MISSING
MAX_QUOTE = 240

WAITING_PRIORITY, STALE_PRIORITY, MISSING_PRIORITY = 80, 55, 50
REVIEW_PRIORITY, HARD_PRIORITY, NEVER_REVIEWED_PRIORITY = 45, 30, 10


def explain_review(details):
    text = _("No person has reviewed it yet.")
    if details["reviewed_on"]:
        day = date_format(date.fromisoformat(details["reviewed_on"]))
        text = _("Last reviewed on %(day)s.") % {"day": day}
    if details["refuses"]:
        text += " " + _("Its site turns our checker away, so only a person can tell.")
    return text


def explain_stale(details):
    return _("The English changed, and the Spanish did not: %(texts)s.") % {
        "texts": get_text_list([label_of_path(path) for path in details["texts"]], _("and"))
    }


def explain_missing(details):
    return _("Not in Spanish yet: %(texts)s.") % {
        "texts": get_text_list([label_of_path(path) for path in details["texts"]], _("and"))
    }


def explain_hard(details):
    words = {
        "text": capfirst(label_of_path(details["text"])),
        "score": details["score"],
        "sentence": details["sentence"],
    }
    if details["language"] == "en":
        return _("“%(text)s” reads at school grade %(score)s. Hardest: “%(sentence)s”") % words
    return _("“%(text)s” has %(score)s of 100 for ease. Hardest: “%(sentence)s”") % words


def label_of_path(path):
    """Verbose name of a model or field. Paths look like `resources.resource.year`."""
    app, model, *field = path.split(".")
    meta = apps.get_model(app, model)._meta
    return str(meta.get_field(*field).verbose_name if field else meta.verbose_name)


WAITING = IssueReason(
    "waiting",
    gettext_lazy("Waiting for a decision"),
    lambda details: _("Somebody sent it for review."),
    form_field="status",
)
REVIEW = IssueReason("review", gettext_lazy("Review due"), explain_review, STILL_GOOD)
STALE_SPANISH = IssueReason("stale", gettext_lazy("Stale translation"), explain_stale, SPANISH_FITS)
MISSING_SPANISH = IssueReason("missing", gettext_lazy("Missing translation"), explain_missing)
HARD = IssueReason("hard", gettext_lazy("Hard to read"), explain_hard, FINE_AS_IT_IS)

register_reasons(WAITING, REVIEW, STALE_SPANISH, MISSING_SPANISH, HARD)


def awaiting_decision(kind, records):
    for record in records:
        if record.status == Status.IN_REVIEW:
            yield Issue(record.pk, WAITING, WAITING_PRIORITY)


def review_due(kind, records):
    """Yields an issue for each published record.

    It is listed from the day on which the review is due.
    """
    for record in records:
        if is_published(record):
            day = next_review_on(record)
            refuses = getattr(record, "link_state", "") == LinkState.REFUSES
            details = {
                "reviewed_on": record.reviewed_on and record.reviewed_on.isoformat(),
                "refuses": refuses,
            }
            priority = (REVIEW_PRIORITY if day else NEVER_REVIEWED_PRIORITY) + 2 * refuses
            yield Issue(record.pk, REVIEW, priority, details, due_on=day)


def stale_translation(kind, records):
    for record in filter(is_published, records):
        parts = kind.records_with_texts(record)
        stale = [part for part in parts if part.translation_state() == STALE]
        if stale:
            texts = list(dict.fromkeys(part._meta.label_lower for part in stale))
            details, subject_hash = {"texts": texts}, stale_english_hash(parts)
            yield Issue(record.pk, STALE_SPANISH, STALE_PRIORITY, details, subject_hash)


def missing_translation(kind, records):
    for record in filter(is_published, records):
        missing = dict.fromkeys(
            path for part in kind.records_with_texts(record) for path in missing_texts(part)
        )
        if missing:
            yield Issue(record.pk, MISSING_SPANISH, MISSING_PRIORITY, {"texts": list(missing)[:5]})


def missing_texts(part):
    """Paths of the English texts of a record that have no Spanish version."""
    for name in part.text_names():
        if getattr(part, f"{name}_en") and not getattr(part, f"{name}_es"):
            yield f"{part._meta.label_lower}.{name}_en"


def hard_to_read(kind, records):
    for record in filter(is_published, records):
        levels = reading_levels(kind, record)
        hard = [(path, reading) for path, reading in levels if reading.is_hard]
        if hard:
            path, reading = max(hard, key=lambda found: excess_over_limit(found[1]))
            details = {
                "text": path,
                "language": reading.language,
                "score": round(reading.score),
                "sentence": reading.hardest[0].text[:MAX_QUOTE],
            }
            subject_hash = hashlib.blake2b(repr(hard).encode(), digest_size=8).hexdigest()
            priority = HARD_PRIORITY + min(9, int(excess_over_limit(reading)))
            yield Issue(record.pk, HARD, priority, details, subject_hash)


def reading_levels(kind, record):
    """Yields (path, reading level) of each text.

    The rows of a list in a guide count as one text.
    """
    texts = {}
    for part in kind.records_with_texts(record):
        for name in part.prose:
            for language in LANGUAGES:
                path = f"{part._meta.label_lower}.{name}_{language}"
                texts.setdefault(path, []).append(getattr(part, f"{name}_{language}"))
    for path, some in texts.items():
        if reading := reading_level("\n\n".join(filter(None, some)), path[-2:]):
            yield path, reading


def excess_over_limit(reading):
    """School grades above the limit. Five points of ease in Spanish count as one."""
    beyond = abs(reading.score - FORMULAS[reading.language].limit)
    return beyond / 5 if reading.language == "es" else beyond
