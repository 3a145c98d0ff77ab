"""What a page of the site says, as its visitors read it."""

from lxml import html


def page(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return html.fromstring(response.content)


def words(element):
    return " ".join(element.text_content().split())
