"""What a host's robots.txt says, as RFC 9309 reads it; asked for once a run."""

import asyncio
import re
from collections import OrderedDict
from urllib.parse import quote

from .results import FetchError

MOST_KEPT = 1000  # hosts whose robots.txt is remembered
PRODUCT = re.compile(r"\*|[a-z_-]+")
ENCODED = re.compile(r"%([0-9a-fA-F]{2})")
PLAIN = re.compile(r"[a-zA-Z0-9._~-]")
# Where robots.txt leads in circles or to no address, there is none: RFC 9309, 2.3.1.2 and 2.3.1.3.
AS_IF_NOT_THERE = {
    FetchError.TOO_MANY_REDIRECTS,
    FetchError.REDIRECT_LOOP,
    FetchError.REDIRECT_NOWHERE,
}


class Rules:
    """What one robot may ask for: patterns that allow or forbid, of which the longest decides."""

    def __init__(self, patterns=()):
        self.patterns = sorted(patterns, key=lambda rule: (len(rule[0]), rule[1]), reverse=True)

    @classmethod
    def parse(cls, text, product):
        """The rules for `product` in a robots.txt; those for all robots if it is not named."""
        product = product.lower()
        rules = {product: [], "*": []}
        group, met, is_in_rules = set(), set(), False
        for name, value in lines_of(text):
            if name == "user-agent":
                group = set() if is_in_rules else group
                is_in_rules = False
                group.add(robot(value))
            else:
                is_in_rules = True
                for who in group & rules.keys() if value else ():
                    rules[who].append((normal(value), name == "allow"))
            met |= group
        return cls(rules[product if product in met else "*"])

    def allows(self, path):
        """`path` comes with its query. Of two rules as long, the one that allows decides."""
        path = normal(path)
        found = (is_allowed for pattern, is_allowed in self.patterns if matches(pattern, path))
        return next(found, True)


EVERYTHING = Rules()
NOTHING = Rules([("/", False)])


class Robots:
    """The rules of the hosts met. `ask` is a coroutine function from an address to its Visit."""

    def __init__(self, ask, product):
        self.ask, self.product = ask, product
        self.known = OrderedDict()

    async def trouble_at(self, url):
        """None if `url` may be asked for; ROBOTS; or what is wrong with all of its host."""
        found = await asyncio.shield(self.reading(url.origin()))
        if isinstance(found, FetchError):
            return found
        return None if found.allows(url.raw_path_qs) else FetchError.ROBOTS

    def reading(self, origin):
        """The task that reads the rules of `origin`: those who come later wait for the same."""
        if origin not in self.known:
            self.known[origin] = asyncio.ensure_future(self.read(f"{origin}/robots.txt"))
            if len(self.known) > MOST_KEPT:
                self.known.popitem(last=False)
        return self.known[origin]

    async def read(self, address):
        """What a robot may do: a missing file allows everything, a broken one nothing.

        Where not even that can be learned, the host's pages cannot be reached either.
        """
        result = await self.ask(address)
        if result.error in AS_IF_NOT_THERE:
            return EVERYTHING
        if result.error:
            return NOTHING if result.hops else result.error
        if 200 <= result.answer.status < 300:
            return Rules.parse(text_of(result.answer), self.product)
        return NOTHING if result.answer.status >= 500 else EVERYTHING

    def stop(self):
        for task in self.known.values():
            task.cancel()


def text_of(answer):
    """A file too long is read as far as it was fetched, but for a line that breaks off."""
    text = answer.body.decode("utf-8-sig", errors="replace")
    return text if answer.is_whole else text.rpartition("\n")[0]


def lines_of(text):
    """("disallow", "/private/") for every line that is a rule or names a robot."""
    for line in text.splitlines():
        name, colon, value = line.partition("#")[0].partition(":")
        name = name.strip().lower()
        if colon and name in ("user-agent", "allow", "disallow"):
            yield name, value.strip()


def robot(value):
    """The product that a line names: "PartnerKit/1.0" is PartnerKit."""
    found = PRODUCT.match(value.lower())
    return found[0] if found else ""


def normal(path):
    """`path` with all characters encoded that must be, and none that need not."""

    def one_way(found):
        character = chr(int(found[1], 16))
        return character if PLAIN.fullmatch(character) else found[0].upper()

    return ENCODED.sub(one_way, quote(path, safe="!$%&'()*+,/:;=?@[]^_|~#", errors="replace"))


def matches(pattern, path):
    """Whether `path` begins like `pattern`, in which * is anything and a last $ the end.

    One walk through the path, so that no pattern of a hostile file takes long.
    """
    is_anchored = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    last = others.pop() if others and is_anchored else None
    for part in others:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    if last is not None:
        return path.endswith(last) and len(path) - len(last) >= at
    return not is_anchored or at == len(path)
