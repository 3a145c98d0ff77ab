"""Bilingual content: explicit `_en` and `_es` columns, read through one descriptor."""

import hashlib
import json

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("en", "es")


class Text(str):
    """Text that knows the language it is written in."""

    __slots__ = ("language",)

    def __new__(cls, text, language):
        self = super().__new__(cls, text)
        self.language = language
        return self

    def __reduce__(self):
        return Text, (str(self), self.language)


class Translated:
    """Reads `<name>_en` or `<name>_es`: the active language if it has text, else the other one.

    The `Text` it returns says which language that was, so that templates can mark it with `lang`.
    """

    def __init__(self, name):
        self.name = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        active = (get_language() or LANGUAGES[0])[:2]
        for language in sorted(LANGUAGES, key=lambda code: code != active):
            if text := getattr(instance, f"{self.name}_{language}"):
                return Text(text, language)
        return Text("", active)


class Bilingual(models.Model):
    """A record in English and Spanish that knows which English its Spanish was made from."""

    class TranslationState(models.TextChoices):
        CURRENT = "current", _("up to date")
        STALE = "stale", _("the English changed since")
        MISSING = "missing", _("not translated")

    translated_from = models.CharField(
        _("hash of the English it was translated from"), max_length=16, blank=True, editable=False
    )

    class Meta:
        abstract = True

    # Texts outside this account: given as published in each language, or for curators only.
    not_translated = ()

    # Texts that visitors read as sentences. resources/publishing/readability.py measures how hard
    # they are to read.
    prose = ()

    @classmethod
    def text_names(cls):
        """Names of the translated texts, without `_en` and `_es`, in the order of the columns."""
        names = [f.name[:-3] for f in cls._meta.concrete_fields if f.name.endswith("_en")]
        return [name for name in names if name not in cls.not_translated]

    def english_hash(self):
        """A short fingerprint of all English texts; changes when any of them does.

        Empty ones do not count, so that a new column leaves every translation as fresh as it was.
        """
        texts = ((name, getattr(self, f"{name}_en")) for name in self.text_names())
        english = {name: text for name, text in texts if text}
        canonical = json.dumps(english, ensure_ascii=False, sort_keys=True)
        return hashlib.blake2b(canonical.encode(), digest_size=8).hexdigest()

    def mark_translated(self):
        """Say that the Spanish now matches the English; the caller saves."""
        self.translated_from = self.english_hash()

    def translation_state(self):
        """Missing wherever English has no Spanish beside it; stale only if there is Spanish."""
        texts = [(getattr(self, f"{n}_en"), getattr(self, f"{n}_es")) for n in self.text_names()]
        if any(english and not spanish for english, spanish in texts):
            return self.TranslationState.MISSING
        has_spanish = any(spanish for _english, spanish in texts)
        if has_spanish and self.translated_from != self.english_hash():
            return self.TranslationState.STALE
        return self.TranslationState.CURRENT
