"""Query parameters that tell a site where a visitor came from, and change nothing on the page.

Mail programs, advertisements and social networks add them to addresses. The key of an address
(url_keys.py) leaves them out, and the public pages ignore them without a notice.
"""

TRACKING_PREFIXES = ("utm_", "_hs", "__hs")  # Google Analytics and its copies, HubSpot
TRACKING_NAMES = frozenset(
    {
        "_ga",
        "_gl",
        "dclid",
        "fbclid",
        "gad_source",
        "gbraid",
        "gclid",
        "gclsrc",
        "igshid",
        "mc_cid",
        "mc_eid",
        "mc_tc",
        "mkt_tok",
        "msclkid",
        "ttclid",
        "twclid",
        "wbraid",
        "yclid",
    }
)


def is_tracking_parameter(name):
    """True if a parameter of this name decides nothing. Capitals do not matter."""
    name = name.lower()
    return name in TRACKING_NAMES or name.startswith(TRACKING_PREFIXES)
