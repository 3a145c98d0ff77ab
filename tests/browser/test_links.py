"""Every link leads somewhere, and every page to its sibling in the other language."""


def test_no_link_is_broken(pages, answers):
    broken = [
        (page.address, address)
        for page in pages
        for address, _fragment in page.links()
        if address in answers
        and answers[address].status != 200
        and address not in page.siblings().values()
    ]

    assert broken == []


def test_every_link_was_followed(pages, answers):
    """Links within a filtered list lead to more filtered lists, without end; not those."""
    left = {
        (page.address, address)
        for page in pages
        for address, _fragment in page.links()
        if address not in answers and not (page.has_query and "?" in address)
    }

    assert left == set()


def test_every_part_a_link_points_at_exists(pages, answers):
    missing = {
        (page.address, f"{address}#{fragment}")
        for page in pages
        for address, fragment in page.links()
        if fragment and address in answers and fragment not in answers[address].ids
    }

    assert missing == set()


def test_links_to_other_sites_are_whole_and_keep_the_visitor_private(pages):
    elsewhere = {
        (page.address, link.get("href"), link.get("rel"))
        for page in pages
        for link in page.document.xpath("//a[contains(@href, ':')]")
    }

    assert len(elsewhere) > 300
    assert [e for e in elsewhere if not e[1].startswith(("https://", "http://"))] == []
    assert [e for e in elsewhere if e[2] != "external noreferrer"] == []


def test_every_page_and_its_sibling_name_each_other(pages, answers):
    for page in pages:
        siblings = page.siblings()

        assert set(siblings) == {"en", "es"}, page.address
        assert siblings[page.language] == page.address
        other = answers[siblings["es" if page.language == "en" else "en"]]
        assert other.status == page.status
        assert other.siblings() == siblings


def test_every_page_shows_a_link_to_its_sibling(pages):
    for page in pages:
        language = "es" if page.language == "en" else "en"
        links = page.document.xpath("//header//a[@hreflang=$language]", language=language)

        assert [page.resolved(link.get("href")) for link in links] == [page.siblings()[language]], (
            page.address
        )
        assert links[0].get("lang") == language
