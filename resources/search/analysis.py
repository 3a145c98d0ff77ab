"""Words as a search compares them: without capitals and accents, but with ñ; and their stems."""

import re
import unicodedata
from functools import lru_cache
from threading import Lock

import Stemmer

WORD = re.compile(r"[^\W_]+")
UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")  # hints where lines may break, and such
APOSTROPHE = re.compile(r"['’ʼ](?:s\b)?")
KEPT = {"ñ": "\0"}

STEMMERS = {"en": Stemmer.Stemmer("english", 0), "es": Stemmer.Stemmer("spanish", 0)}
stemmer_is_free = Lock()  # a stemmer keeps state while it works

# Words too common to tell entries apart. A search made of nothing else still looks for them.
STOP_WORDS = frozenset(
    WORD.findall("""
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


def lowered(text):
    """`text` in one spelling of its letters, small ones, without the marks of a genitive."""
    return APOSTROPHE.sub("", UNSEEN.sub("", unicodedata.normalize("NFC", text).casefold()))


def raw_words(text):
    """The words of `text` in order, small letters, accents kept."""
    return WORD.findall(lowered(text))


@lru_cache(maxsize=200_000)
def fold(word):
    """A lowered word without its accents, but with ñ: `participación` gives `participacion`."""
    if word.isascii():
        return word
    for letter, stand_in in KEPT.items():
        word = unicodedata.normalize("NFC", word).replace(letter, stand_in)
    bare = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    for letter, stand_in in KEPT.items():
        bare = bare.replace(stand_in, letter)
    return bare


@lru_cache(maxsize=200_000)
def stem(word, language):
    """The folded stem of a lowered word. Folding first would hide Spanish endings (`-ción`)."""
    with stemmer_is_free:
        return fold(STEMMERS[language].stemWord(word))


@lru_cache(maxsize=200_000)
def form(word):
    """A word as written, lowered and folded."""
    return fold(lowered(word))


def words(text):
    """The words of `text`, in order, folded: `¡Participación!` gives `["participacion"]`."""
    return [fold(word) for word in raw_words(text)]


def sorting_key(text):
    """What decides A to Z: the folded words; ñ comes after every other n, as in Spanish."""
    return " ".join(words(text)).replace("ñ", "n\U0010ffff")
