"""A form sent after the session ended is not lost, and only its author can send it again."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from partnerkit.desk.resumed_posts import LONGEST_SIGNED
from partnerkit.models import RequiredSecondFactor
from resources.models import SynonymGroup

from .people import make_account, set_up_phone, sign_in

pytestmark = pytest.mark.django_db

ADD = "/admin/resources/synonymgroup/add/"
WORDS = {
    "direction": "two-way",
    "english": "parents\r\nfamilies <b>",
    "spanish": "familias\r\nniñas",
}
TYPED = {"slug": "families", **WORDS, "_save": "Save"}


def document(answer):
    return html.fromstring(answer.content.decode())


def form_of(answer, holding):
    """The address and the fields of the form that holds a field or a button; (None, {}) if none."""
    for form in document(answer).forms:
        if form.cssselect(f"[name={holding}]"):
            return form.action, list(form.form_values())
    return None, {}


def carried_post(answer):
    return dict(form_of(answer, "resumed_post")[1]).get("resumed_post")


def send_again(client, answer):
    """Press “Continue where you were”, as a browser does: line breaks go out as CR LF."""
    address, fields = form_of(answer, "slug")
    sent = {}
    for name, value in fields:
        sent.setdefault(name, []).append(value.replace("\r\n", "\n").replace("\n", "\r\n"))
    return client.post(address, sent)


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_text_sent_after_the_session_ended_is_saved_after_signing_in(client, prefix):
    ana = make_account("ana", "curator")
    phone, _codes = set_up_phone(ana)
    page = client.post(prefix + ADD, TYPED | {"opened_by": "ana"})
    assert page.status_code == 401
    assert "familias<br>niñas" in page.content.decode()
    assert not SynonymGroup.objects.exists()

    login, _fields = form_of(page, "resumed_post")
    assert login == f"{prefix}/admin/login/"
    carried = carried_post(page)
    page = sign_in(client, ana, password="wrong", at=login, resumed_post=carried)  # a slip
    page = sign_in(client, ana, phone.code(), at=login, resumed_post=carried_post(page))
    assert page.status_code == 200
    assert not SynonymGroup.objects.exists()  # nothing is sent without its author's word

    assert send_again(client, page).status_code == 302
    saved = SynonymGroup.objects.get()
    assert (saved.slug, saved.english, saved.spanish) == (
        "families",
        "parents\nfamilies <b>",
        "familias\nniñas",
    )


FORMS_THAT_SAY_WHO = {
    "change form": lambda group, user: ADD,
    "list": lambda group, user: "/admin/resources/synonymgroup/",
    "list with import": lambda group, user: "/admin/resources/resource/",
    "deletion": lambda group, user: f"/admin/resources/synonymgroup/{group.pk}/delete/",
    "new account": lambda group, user: "/admin/auth/user/add/",
    "password of an account": lambda group, user: f"/admin/auth/user/{user.pk}/password/",
    "import": lambda group, user: "/admin/resources/resource/import/",
    "second factor": lambda group, user: "/admin/second-factor/",
}


@pytest.mark.parametrize("address", FORMS_THAT_SAY_WHO.values(), ids=FORMS_THAT_SAY_WHO)
def test_every_form_of_the_desk_says_who_opened_it(client, address):
    group = SynonymGroup.objects.create(slug="families", english="parents\nfamilies")
    ana = make_account("ana", is_superuser=True)
    client.force_login(ana)
    assert opened_by_of_forms(client.get(address(group, ana))) == ["ana"]


def test_the_deletion_of_many_says_who_opened_it(client):
    group = SynonymGroup.objects.create(slug="families", english="parents\nfamilies")
    client.force_login(make_account("ana", is_superuser=True))
    chosen = {"action": "delete_selected", "_selected_action": group.pk}
    page = client.post("/admin/resources/synonymgroup/", chosen)
    assert opened_by_of_forms(page) == ["ana"]

    client.logout()
    assert "opened_by" not in client.get("/admin/login/").content.decode()


def opened_by_of_forms(page):
    """The user each form names, except the form for logging out, which has nothing to keep."""
    forms = [form for form in document(page).forms if form.method == "POST"]
    return [f.fields.get("opened_by") for f in forms if f.get("id") != "logout-form"]


def test_every_template_of_the_desk_with_a_form_has_the_token():
    silent = [
        path.name
        for path in (settings.BASE_DIR / "templates/admin").rglob("*.html")
        for line in path.read_text().splitlines()
        if "{% csrf_token %}" in line.replace("{% csrf_token %}{% desk_form_token %}", "")
        and "admin:logout" not in line
    ]
    assert silent == ["login.html"]


def test_somebody_else_learns_whose_text_it_is_and_does_not_get_it(client):
    ana, ben = make_account("ana", "curator"), make_account("ben", "curator")
    page = client.post(ADD, TYPED | {"opened_by": "ana"})
    page = sign_in(client, ben, resumed_post=carried_post(page))

    assert "was typed by <strong>ana</strong>" in page.content.decode()
    assert "niñas" not in page.content.decode()
    assert form_of(page, "slug") == (None, {})
    assert dict(form_of(page, "resumed_post")[1])["username"] == "ana"

    page = sign_in(client, ana, resumed_post=carried_post(page))
    assert send_again(client, page).status_code == 302
    assert SynonymGroup.objects.count() == 1


def test_text_that_does_not_say_who_typed_it_is_offered_with_a_warning(client):
    page = client.post(ADD, TYPED)
    page = sign_in(client, make_account("ana", "curator"), resumed_post=carried_post(page))

    assert "does not say who typed it" in page.content.decode()
    assert send_again(client, page).status_code == 302


def test_a_locked_out_user_keeps_the_text(client):
    page = client.post(ADD, TYPED | {"opened_by": "ana"})
    ana = make_account("ana", "curator")
    for _ in range(5):
        page = sign_in(client, ana, password="wrong", resumed_post=carried_post(page))

    assert page.status_code == 429
    assert carried_post(page)


def test_a_user_who_must_set_up_a_second_factor_keeps_the_text(client):
    ana = make_account("ana", "curator")
    client.force_login(ana)
    RequiredSecondFactor.objects.create(group=ana.groups.get())
    page = client.post(ADD, TYPED | {"opened_by": "ana"})
    assert page.status_code == 403
    assert "/admin/second-factor/" in page.content.decode()

    RequiredSecondFactor.objects.all().delete()
    assert send_again(client, page).status_code == 302


def strict_client(user=None):
    """A client that checks CSRF tokens, as Django does for browsers."""
    client = Client(enforce_csrf_checks=True)
    if user:
        client.force_login(user)
    return client


OWN = {"HTTP_ORIGIN": "http://testserver"}


def test_a_form_from_before_signing_in_again_can_be_sent_again():
    client = strict_client(make_account("ana", "curator"))
    page = client.post(ADD, TYPED | {"opened_by": "ana", "csrfmiddlewaretoken": "old"}, **OWN)
    assert page.status_code == 403
    assert "opened before you signed in again" in page.content.decode()

    assert send_again(client, page).status_code == 302
    assert SynonymGroup.objects.get().spanish == "familias\nniñas"


def test_the_stale_form_of_somebody_else_is_not_theirs_to_send():
    client = strict_client(make_account("ben", "curator"))
    page = client.post(ADD, TYPED | {"opened_by": "ana"}, **OWN)

    assert page.status_code == 403
    assert form_of(page, "slug") == (None, {})
    assert carried_post(page)


def test_a_stale_form_of_a_signed_out_user_leads_to_signing_in():
    page = strict_client().post(ADD, TYPED | {"opened_by": "ana"}, **OWN)

    assert page.status_code == 403
    assert carried_post(page)


def test_a_stale_sign_in_page_loses_nothing():
    text = carried_post(Client().post(ADD, TYPED | {"opened_by": "ana"}))
    stale = {"username": "ana", "password": "x", "resumed_post": text}
    assert carried_post(strict_client().post("/admin/login/", stale, **OWN)) == text

    signed_in = strict_client(make_account("ana", "curator"))  # in another tab
    page = signed_in.post("/admin/login/", stale, **OWN)
    assert send_again(signed_in, page).status_code == 302


@pytest.mark.parametrize(
    "source", [{"HTTP_ORIGIN": "https://evil.example"}, {"HTTP_ORIGIN": "null"}]
)
@pytest.mark.parametrize("address", [ADD, "/admin/login/"])
def test_a_form_from_another_site_is_refused_altogether(source, address):
    client = strict_client(make_account("ana", "curator"))
    page = client.post(address, TYPED | {"opened_by": "ana"}, **source)

    assert page.status_code == 403
    assert "niñas" not in page.content.decode()
    assert len(document(page).cssselect("h1")) == 1


@pytest.mark.parametrize("text", ["", "x", "x:y:z", "eyJhIjoxfQ:1tG2bC:aaaa", "é\0" * 50])
def test_text_that_was_not_signed_here_is_ignored(client, text):
    assert sign_in(client, make_account(), resumed_post=text).url == "/admin/"


def test_passwords_and_codes_are_not_carried(client):
    secrets = {"old_password": "pa55", "new_password1": "pa55", "password": "pa55", "code": "pa55"}
    page = client.post("/admin/auth/user/add/", secrets | {"username": "new-name"})
    assert "pa55" not in page.content.decode()
    page = sign_in(client, make_account(is_superuser=True), resumed_post=carried_post(page))
    assert "new-name" in page.content.decode()
    assert "pa55" not in page.content.decode()

    assert client.post("/admin/logout/").status_code == 200
    assert client.post("/admin/password_change/", secrets).status_code == 302


def test_files_are_named_for_choosing_them_again(client):
    file = SimpleUploadedFile("list.csv", b"a,b")
    page = client.post(ADD, TYPED | {"file": file})

    assert "list.csv" in page.content.decode()
    page = sign_in(client, make_account("ana", "curator"), resumed_post=carried_post(page))
    assert "list.csv" in page.content.decode()


def test_names_that_repeat_keep_all_their_values_in_order(client):
    sent = [("terms", "3"), ("b", "x"), ("terms", "1"), ("terms", "2")]
    body = "&".join(f"{name}={value}" for name, value in sent)
    page = client.post(ADD, body, content_type="application/x-www-form-urlencoded")
    page = sign_in(client, make_account("ana", "curator"), resumed_post=carried_post(page))

    _address, fields = form_of(page, "terms")
    assert [value for name, value in fields if name == "terms"] == ["3", "1", "2"]


def test_text_too_long_to_be_carried_is_shown_to_be_copied(client):
    noise = "".join(chr(0x4E00 + number * 7919 % 20_000) for number in range(LONGEST_SIGNED // 2))
    page = client.post(ADD, {"english": noise})

    assert page.status_code == 401
    assert carried_post(page) is None
    assert noise in page.content.decode()
    assert "too much to be carried along" in page.content.decode()


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"english=%FF%FEabc&slug=%00", "application/x-www-form-urlencoded"),
        (b"english=a", "multipart/form-data; boundary=x"),
        (b"--x\r\nnot a part", "multipart/form-data; boundary=x"),
        (b'{"english": "a"}', "application/json"),
        (b"&=&=1&" * 1000, "application/x-www-form-urlencoded"),
        (b"english=" + b"a" * 3_000_000, "application/x-www-form-urlencoded"),
        (b"a=1&" * 5000, "application/x-www-form-urlencoded"),
    ],
)
def test_hostile_bodies_are_answered_with_a_page(client, body, content_type):
    answer = client.post(ADD, body, content_type=content_type)

    assert answer.status_code in (302, 400, 401)
    if answer.status_code == 401:
        page = sign_in(client, make_account("ana", "curator"), resumed_post=carried_post(answer))
        assert page.status_code == 200
