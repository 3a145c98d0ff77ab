"""Bilingual content: explicit `_en` and `_es` columns, read through one descriptor."""

import hashlib
import json

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("en", "es")


class LocalizedText(str):
    """A string with the `language` it is written in."""

    __slots__ = ("language",)

    def __new__(cls, text, language):
        self = super().__new__(cls, text)
        self.language = language
        return self

    def __reduce__(self):
        return LocalizedText, (str(self), self.language)


class Translated:
    """Descriptor for `<name>_en` and `<name>_es`: text of the active language, else the other.

    Returns a `LocalizedText`, so that a template can mark a fallback with `lang`.
    """

    def __init__(self, name):
        self.name = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        active = (get_language() or LANGUAGES[0])[:2]
        for language in sorted(LANGUAGES, key=lambda code: code != active):
            if text := getattr(instance, f"{self.name}_{language}"):
                return LocalizedText(text, language)
        return LocalizedText("", active)


class Bilingual(models.Model):
    """A record in English and Spanish. It stores a hash of the English that was translated."""

    class TranslationState(models.TextChoices):
        CURRENT = "current", _("up to date")
        STALE = "stale", _("the English changed since")
        MISSING = "missing", _("not translated")

    translated_from = models.CharField(
        _("hash of the English it was translated from"), max_length=16, blank=True, editable=False
    )

    class Meta:
        abstract = True

    # Texts without a translation: given as published in each language, or for curators only.
    not_translated = ()

    # Texts that visitors read as sentences. resources/publishing/readability.py measures these.
    prose = ()

    @classmethod
    def text_names(cls):
        """Names of the translated texts, without `_en` and `_es`, in the order of the columns."""
        names = [f.name[:-3] for f in cls._meta.concrete_fields if f.name.endswith("_en")]
        return [name for name in names if name not in cls.not_translated]

    def english_hash(self):
        """A short hash of all English texts that are not empty.

        A new column is empty, so it makes no translation stale.
        """
        texts = ((name, getattr(self, f"{name}_en")) for name in self.text_names())
        english = {name: text for name, text in texts if text}
        canonical = json.dumps(english, ensure_ascii=False, sort_keys=True)
        return hashlib.blake2b(canonical.encode(), digest_size=8).hexdigest()

    def mark_translated(self):
        """Record that the Spanish matches the English of now. The caller saves."""
        self.translated_from = self.english_hash()

    def translation_state(self):
        """Missing if an English text has no Spanish one, stale if the English changed since."""
        texts = [(getattr(self, f"{n}_en"), getattr(self, f"{n}_es")) for n in self.text_names()]
        if any(english and not spanish for english, spanish in texts):
            return self.TranslationState.MISSING
        has_spanish = any(spanish for _english, spanish in texts)
        if has_spanish and self.translated_from != self.english_hash():
            return self.TranslationState.STALE
        return self.TranslationState.CURRENT
