"""The rules of hosts for robots: robots.txt (RFC 9309).

A run reads it once for each origin, so http and https of a host are read apart. Only the latest
MAX_HOSTS_CACHED origins are remembered, and an older one is read again.
"""

import asyncio
import re
from collections import OrderedDict

from protego import Protego

from .results import FetchError

MAX_HOSTS_CACHED = 1000
# Every spelling that Protego takes for a User-agent line, and the product token in it.
USER_AGENT = re.compile(
    r"\s*(?i:user(?:\s+|-)?agent)(?=[\s:#]|$)\s*:?\s*(?P<product>\*|[A-Za-z_-]+)?"
)
# A robots.txt that redirects in circles or to no address counts as missing: RFC 9309, 2.3.1.2
# and 2.3.1.3.
COUNTS_AS_MISSING = {
    FetchError.TOO_MANY_REDIRECTS,
    FetchError.REDIRECT_LOOP,
    FetchError.REDIRECT_NOWHERE,
}
ALLOW_ALL = Protego.parse("")
DENY_ALL = Protego.parse("User-agent: *\nDisallow: /")


class Robots:
    """The rules of the hosts met. `fetch` is a coroutine function from an address to its result."""

    def __init__(self, fetch, product):
        self.fetch, self.product = fetch, product
        self.tasks = OrderedDict()  # by origin, the oldest first

    async def error_for(self, url):
        """None if `url` may be requested, ROBOTS if not, or the error of the whole host."""
        rules = await asyncio.shield(self.rules_task(url.origin()))
        if isinstance(rules, FetchError):
            return rules
        return None if rules.can_fetch(str(url), self.product) else FetchError.ROBOTS

    def rules_task(self, origin):
        """The task that reads the rules of `origin`. All requests to it wait for the same one."""
        if origin not in self.tasks:
            self.tasks[origin] = asyncio.ensure_future(self.read_rules(f"{origin}/robots.txt"))
            if len(self.tasks) > MAX_HOSTS_CACHED:
                self.tasks.popitem(last=False)
        return self.tasks[origin]

    async def read_rules(self, address):
        """The rules of a robots.txt: a missing file allows everything, a broken one nothing.

        If the host cannot be reached, returns the FetchError. Its pages cannot be reached either.
        """
        result = await self.fetch(address)
        if result.error in COUNTS_AS_MISSING:
            return ALLOW_ALL
        if result.error:
            return DENY_ALL if result.hops else result.error
        if 200 <= result.answer.status < 300:
            return parse_rules(robots_text(result.answer), self.product)
        return DENY_ALL if result.answer.status >= 500 else ALLOW_ALL

    def stop(self):
        for task in self.tasks.values():
            task.cancel()


def robots_text(answer):
    """The text of the file. Of one that is too long, a last line that breaks off is left out."""
    text = answer.body.decode("utf-8-sig", errors="replace")
    return text if answer.is_whole else text.rpartition("\n")[0]


def parse_rules(text, product):
    """The rules for `product`: those of its own groups, else those for all robots."""
    lines = (with_product_token(line, product) for line in text.splitlines())
    return Protego.parse("\n".join(lines))


def with_product_token(line, product):
    """The line. A User-agent line names `product`, `*`, or `other` for any other robot.

    The reason: RFC 9309 compares whole product tokens without the version, Protego only their
    beginnings. Protego also copies each rule to each robot of a group, and a hostile file may name
    thousands.
    """
    if not (found := USER_AGENT.match(line)):
        return line
    named = found["product"] or ""
    is_known = named == "*" or named.lower() == product.lower()
    return f"User-agent: {named if is_known else 'other'}"
