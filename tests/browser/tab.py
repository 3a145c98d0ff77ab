"""A tab of the browser that remembers what it loaded and what it complained of."""

from pathlib import Path

import axe_playwright_python

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """
async ([standards, leftOut]) => {
  const found = await axe.run(document, {
    runOnly: {type: "tag", values: standards},
    rules: Object.fromEntries(leftOut.map(rule => [rule, {enabled: false}])),
    resultTypes: ["violations"],
  });
  return found.violations.flatMap(
    rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(" ")}: ${node.html}`)
  );
}
"""
STATUS = "() => performance.getEntriesByType('navigation')[0].responseStatus"
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 800}
PATIENCE = 15_000  # milliseconds
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

    def violations(self, *, left_out=()):
        """What axe-core finds wrong, but for the rules `left_out`: rule, element, its HTML."""
        self.page.evaluate(AXE)
        return self.page.evaluate(RUN_AXE, [STANDARDS, list(left_out)])

    def sideways(self):
        """How many pixels of the page a reader reaches only by scrolling sideways."""
        return self.page.evaluate(SIDEWAYS)

    def foreign_requests(self):
        own = (f"{self.site}/", "data:")
        return [url for url in self.requests if not url.startswith(own)]

    def surprises(self):
        """What the browser complained of, but for the status of a page that is an error."""
        if self.page.evaluate(STATUS) < 400:
            return list(self.complaints)
        return [text for text in self.complaints if not text.startswith(REFUSED)]
