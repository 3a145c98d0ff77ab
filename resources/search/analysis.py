"""Text analysis: how texts become words, and words become comparable forms and stems.

Words are compared in lower case and without accents, but `ñ` stays a letter of its own.
"""

import re
import unicodedata
from functools import lru_cache
from threading import Lock

import Stemmer

SEARCH_WORD = re.compile(r"[^\W_]+")
INVISIBLE_CHARACTERS = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")  # such as soft hyphens
APOSTROPHE = re.compile(r"['’ʼ](?:s\b)?")
UNFOLDED_LETTERS = {"ñ": "\0"}  # letters that keep their accent, and what stands in for them

STEMMERS = {"en": Stemmer.Stemmer("english", 0), "es": Stemmer.Stemmer("spanish", 0)}
stemmer_lock = Lock()  # a stemmer keeps state while it works

# Words too common to tell entries apart. A search made of nothing else still looks for them.
STOP_WORDS = frozenset(
    SEARCH_WORD.findall("""
        a about after all also am an and any are as at be been but by can could did do does for
        from each get had has happens have he help helping her here him his how i if in into is it
        its just like looking me more my need no not of on or our out she should so some than that
        the their them then there these they this to up us want was we were what when where which
        who why will with would you your
        arent cant cannot couldnt didnt doesnt dont hasnt havent im isnt ive shouldnt theres theyre
        very wasnt werent whats wont wouldnt youre go goes going lot lots many much too
        al algo ayuda ayudar buscar busco como con cual cuando de del desde donde e el ella ellas
        ellos en entre es esa ese eso esta estan este esto ha hacer hay hija hijas hijo hijos la
        las le les lo los mas me mi mis mucha muchas mucho muchos muy necesito ni nos o para pero
        por porque puede pueden puedo que quien quiero se ser si sin sobre son su sus tambien te
        tener tengo tiene tu tus un una unas uno unos y ya yo
    """)
)


def normalize(text: str) -> str:
    """`text` in lower case and Unicode form NFC, without apostrophes and the `s` of a genitive."""
    composed = unicodedata.normalize("NFC", text).casefold()
    return APOSTROPHE.sub("", INVISIBLE_CHARACTERS.sub("", composed))


def tokenize(text: str) -> list[str]:
    """The words of `text` in order, normalized, with their accents."""
    return SEARCH_WORD.findall(normalize(text))


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """A normalized word without accents, except on ñ: `participación` gives `participacion`."""
    if word.isascii():
        return word
    for letter, stand_in in UNFOLDED_LETTERS.items():
        word = unicodedata.normalize("NFC", word).replace(letter, stand_in)
    bare = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    for letter, stand_in in UNFOLDED_LETTERS.items():
        bare = bare.replace(stand_in, letter)
    return bare


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The folded stem of a normalized word. Folding first would hide Spanish endings (`-ción`)."""
    with stemmer_lock:
        return fold(STEMMERS[language].stemWord(word))


@lru_cache(maxsize=200_000)
def surface_form(word: str) -> str:
    """A word as it was written, normalized and folded, but not stemmed."""
    return fold(normalize(word))


def folded_words(text: str) -> list[str]:
    """The words of `text` in order, folded: `¡Participación!` gives `["participacion"]`."""
    return [fold(word) for word in tokenize(text)]


def sorting_key(text: str) -> str:
    """The key that sorts texts from A to Z: folded words, with ñ after n as in Spanish."""
    return " ".join(folded_words(text)).replace("ñ", "n\U0010ffff")
