"""One host of a URL for comparing, one for reading, and one to which requests go."""

import pytest

from resources.links.assessment.domains import domain_of
from resources.links.fetching.urls import request_host
from resources.models.urls import display_host, host_of


@pytest.mark.parametrize(
    ("url", "compared", "read", "requested"),
    [
        ("https://www.ucla.edu/", "ucla.edu", "ucla.edu", "www.ucla.edu"),
        ("https://WWW.Ucla.EDU/", "ucla.edu", "ucla.edu", "www.ucla.edu"),
        (
            "https://www.café.example/",
            "xn--caf-dma.example",
            "café.example",
            "www.xn--caf-dma.example",
        ),
        ("https://a.example.:8080/b", "a.example", "a.example.", "a.example"),
        ("http://0x7f.1/", "0x7f.1", "0x7f.1", "127.0.0.1"),
        ("http://[::1]:80/", "::1", "::1", "::1"),
        ("https://me:secret@a.example/", "a.example", "a.example", "a.example"),
        ("//a.example/b", "a.example", "a.example", ""),
        ("mailto:a@b.example", "", "", ""),
        ("https://[bad/", "", "", ""),
        ("http://[]@/", "", "", ""),
        ("https://", "", "", ""),
        ("a.example", "", "", ""),
        ("", "", "", ""),
    ],
)
def test_each_purpose_has_its_own_host(url, compared, read, requested):
    assert (host_of(url), display_host(url), request_host(url)) == (compared, read, requested)


def test_who_owns_a_host_is_asked_of_the_compared_form():
    assert domain_of(host_of("https://www.schools.ucla.edu/a")) == "ucla.edu"
