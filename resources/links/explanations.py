"""Explanations of a link's state for curators, from a verdict's reason and facts."""

from datetime import date

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

REASON_SENTENCES = {
    "works": gettext_lazy("The page answers."),
    "works-elsewhere": gettext_lazy("The page answers, by way of a redirect to %(host)s."),
    "moved": gettext_lazy("The site says that the page has moved for good, to %(to)s."),
    "robots-txt": gettext_lazy(
        "The rules of %(host)s ask programs to stay away (robots.txt). Open it yourself."
    ),
    "robot-check": gettext_lazy(
        "%(host)s first wants to see that a person is there (“%(words)s”). Open it yourself."
    ),
    "login": gettext_lazy("%(host)s wants visitors to sign in (“%(words)s”). Open it yourself."),
    "consent": gettext_lazy(
        "%(host)s first asks whether it may set cookies (“%(words)s”). Open it yourself."
    ),
    "password": gettext_lazy("%(host)s asks for a password. Open it yourself."),
    "too-often": gettext_lazy("%(host)s says that we ask too often. Open it yourself."),
    "turned-away": gettext_lazy(
        "%(host)s turns our checker away (answer %(status)s). Open it yourself."
    ),
    "not-found": gettext_lazy("The site says that it has no such page (404)."),
    "removed": gettext_lazy("The site says that the page was removed for good (410)."),
    "soft-404": gettext_lazy(
        "The site shows the very same page at an address we made up, so it has none at ours."
    ),
    "dns-gone": gettext_lazy("There is no site named %(host)s any more."),
    "refused": gettext_lazy("Nothing answers at %(host)s."),
    "tls-broken": gettext_lazy(
        "No safe connection to %(host)s is possible: its certificate is missing or not valid."
    ),
    "tls-unproven": gettext_lazy(
        "%(host)s does not say who vouches for its certificate. Browsers often find that out,"
        " our checker cannot. Open it yourself."
    ),
    "dns-failed": gettext_lazy("The name %(host)s could not be looked up just now."),
    "timed-out": gettext_lazy("%(host)s took too long to answer."),
    "reset": gettext_lazy("%(host)s broke the connection off."),
    "malformed": gettext_lazy("What %(host)s answered is not a web page."),
    "broken-body": gettext_lazy("Only a part of the page came from %(host)s."),
    "headers-too-large": gettext_lazy("%(host)s sends headers that are too large for our checker."),
    "too-many-redirects": gettext_lazy("The site sends visitors on and on, more than five times."),
    "redirect-loop": gettext_lazy("The site sends visitors around in a circle."),
    "redirect-nowhere": gettext_lazy(
        "The site redirects visitors to something that is not a web address."
    ),
    "guarded": gettext_lazy(
        "It leads into a private network, where visitors cannot follow: %(host)s."
    ),
    "bad-address": gettext_lazy("This is not an address on the web. Was it cut off?"),
    "server-error": gettext_lazy("%(host)s has a fault of its own (answer %(status)s)."),
    "odd-status": gettext_lazy("%(host)s gives an unexpected answer (%(status)s)."),
    "empty": gettext_lazy("%(host)s answers with an empty page."),
    "not-set-up": gettext_lazy("%(host)s shows only a page of its own server: “%(words)s”."),
    "taken-over": gettext_lazy("Somebody else seems to have this address now."),
    "still-taken-over": gettext_lazy(
        "It was taken over, and stays blocked until a curator lifts the quarantine. Last visit:"
    ),
}
SIGN_SENTENCES = {
    "other-domain": gettext_lazy("It leads to %(host)s, another site than before."),
    "spam-host": gettext_lazy("The name of that site is typical of spam."),
    "unnamed": gettext_lazy("It names neither the entry’s title nor its publisher."),
    "unrelated": gettext_lazy("Almost no word is left of the page that we knew."),
    "parked": gettext_lazy("The domain is kept for sale, with nothing else on it."),
}
SPAM_SENTENCES = {
    "gambling": gettext_lazy("It offers gambling: %(found)s."),
    "pharmacy": gettext_lazy("It sells medicines: %(found)s."),
    "adult": gettext_lazy("It offers pornography: %(found)s."),
    "loans": gettext_lazy("It offers quick money: %(found)s."),
    "parked": gettext_lazy("It offers the domain for sale: %(found)s."),
    "content-mill": gettext_lazy("It offers paid articles and the like: %(found)s."),
    "essays": gettext_lazy("It writes papers for students who pay: %(found)s."),
    "wares": gettext_lazy("It offers what spam sites often sell: %(found)s."),
    "tricks": gettext_lazy("It tries to trick visitors: %(found)s."),
    "business": gettext_lazy("It is about some other business: %(found)s."),
}


def explain_reason(reason, facts):
    """Sentences for a reason and its facts, in the active language."""
    sentences = [
        REASON_SENTENCES[reason] % facts,
        *(explain_sign(sign) for sign in facts.get("signs", ())),
    ]
    if "days" in facts:
        sentences.append(explain_failed_days(facts))
    if "now" in facts:
        sentences.append(explain_reason(facts["now"], facts["now_facts"]))
    return " ".join(sentences)


def explain_sign(sign):
    if sign["code"] == "spam":
        quoted = get_text_list([_("“%s”") % words for words in sign["phrases"]], _("and"))
        return SPAM_SENTENCES[sign["category"]] % {"found": quoted}
    return SIGN_SENTENCES[sign["code"]] % sign


def explain_failed_days(facts):
    """The number of days it failed, and the first: several make a page gone."""
    first = date_format(date.fromisoformat(facts["first"]))
    text = ngettext(
        "It failed on %(days)s day so far: %(first)s.",
        "It failed on %(days)s different days, the first on %(first)s.",
        facts["days"],
    )
    return text % {"days": facts["days"], "first": first}
