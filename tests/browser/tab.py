"""A tab of the browser that remembers what it loaded and what it complained of."""

from pathlib import Path

import axe_playwright_python

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]  # rules that take as long as all others
RUN_AXE = """
async ([standards, leftOut, only]) => {
  const found = await axe.run(document, {
    runOnly: only ? {type: "rule", values: only} : {type: "tag", values: standards},
    rules: Object.fromEntries(leftOut.map(rule => [rule, {enabled: false}])),
    resultTypes: ["violations"],
    preload: false,  // it would fetch every style sheet again, for nothing but films
  });
  return found.violations.flatMap(
    rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(" ")}: ${node.html}`)
  );
}
"""
LEADS = """() => [...document.querySelectorAll("a[href]:not([rel=nofollow])")]
  .filter(link => link.origin === location.origin && !link.search)
  .map(link => link.pathname)"""
STATUS = "() => performance.getEntriesByType('navigation')[0].responseStatus"
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 800}
PATIENCE = 60_000  # milliseconds, on a machine busy with other tests
REFUSED = "Failed to load resource: the server responded with a status of"


class Tab:
    """A tab with no past, on the site at `site`. Use it in a `with`."""

    def __init__(self, browser, site, **options):
        self.site = site
        self.context = browser.new_context(base_url=site, **{"viewport": WIDE} | options)
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.requests = []
        self.complaints = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def __enter__(self):
        return self

    def __exit__(self, *_problem):
        self.context.close()

    def open(self, address):
        """Go there, and forget what was remembered of the page before."""
        self.requests.clear()
        self.complaints.clear()
        self.page.goto(address)

    def status(self):
        return self.page.evaluate(STATUS)

    def violations(self, *, left_out=(), only=None):
        """What axe-core finds wrong, but for the rules `left_out`: rule, element, its HTML."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        return self.page.evaluate(RUN_AXE, [STANDARDS, list(left_out), only])

    def leads(self):
        """Where links without a query lead on this site; several may lead to one address."""
        return self.page.evaluate(LEADS)

    def sideways(self):
        """How many pixels of the page a reader reaches only by scrolling sideways."""
        return self.page.evaluate(SIDEWAYS)

    def foreign_requests(self):
        own = (f"{self.site}/", "data:")
        return [url for url in self.requests if not url.startswith(own)]

    def surprises(self):
        """What the browser complained of, but for the status of a page that is an error."""
        if self.status() < 400:
            return list(self.complaints)
        return [text for text in self.complaints if not text.startswith(REFUSED)]
