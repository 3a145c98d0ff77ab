"""Who may do what on the desk: every role, every page of it, looking and sending.

The tables are the rule. A new page of the desk fails `test_every_page_of_the_desk_is_in_the_table`
until it has its line in `PAGES` or `PAGES_OF_ONE`; a new kind of record, one in `TABLE` and `MAKE`.
"""

import re
from collections.abc import Callable
from copy import deepcopy
from typing import NamedTuple

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.urls import URLResolver, reverse
from reversion.models import Version

from partnerships.models import (
    FeaturedExample,
    Finding,
    FirstStep,
    GuideSource,
    KitListing,
    Obstacle,
    Quotation,
    ThingToSay,
    WayToGetInvolved,
)
from resources import history
from resources.models import FailedSearch, Link, Status, SynonymGroup, WorkItem
from resources.publishing.workflow import STEPS
from tests.make import (
    make,
    make_example,
    make_glossary_term,
    make_guide,
    make_kit_page,
    make_message,
    make_organization,
    make_recommendation,
    make_resource,
    make_term,
    make_user,
    make_vocabulary,
)

pytestmark = pytest.mark.django_db

# Each may do what those before may. `staff` has entered the desk and has no role there.
ROLES = ["anonymous", "staff", "contributor", "curator", "administrator"]

# The least role for each action on a record, which visitors read or do not read yet.
TABLE = """
                                view           add            change         delete
resources.resource draft        contributor    contributor    contributor    curator
resources.resource public       contributor    contributor    curator        nobody
partnerships.guide draft        contributor    contributor    contributor    curator
partnerships.guide public       contributor    contributor    curator        nobody
partnerships.example draft      contributor    contributor    contributor    curator
partnerships.example public     contributor    contributor    curator        nobody
resources.organization draft    contributor    contributor    curator        curator
resources.organization public   contributor    contributor    curator        nobody
part draft                      contributor    contributor    contributor    contributor
part public                     contributor    contributor    curator        curator
resources.vocabulary public     contributor    curator        curator        curator
resources.term public           contributor    curator        curator        curator
resources.term topic            contributor    curator        curator        nobody
resources.synonymgroup public   contributor    curator        curator        curator
partnerships.glossaryterm public contributor   curator        curator        curator
partnerships.kitpage public     contributor    curator        curator        nobody
partnerships.kitlisting public  contributor    curator        curator        curator
resources.failedsearch public curator   nobody         nobody         nobody
resources.visitormessage public contributor    nobody         curator        curator
resources.link public           contributor    nobody         curator        nobody
auth.user public                administrator  administrator  administrator  administrator
auth.group public               administrator  administrator  administrator  administrator
"""
HEAD, *LINES = [line.split() for line in TABLE.strip().splitlines()]
NEEDS = {(model, state): dict(zip(HEAD, roles, strict=True)) for model, state, *roles in LINES}

# Pages of one record: the action that looking at it takes, and the one that sending to it takes.
# A role itself stands for who may whatever the record.
PAGES_OF_ONE = {
    "changelist": ("view", "view"),
    "add": ("add", "add"),
    "change": ("view", "change"),
    "delete": ("delete", "delete"),
    "history": ("view", "view"),
    "difference": ("view", "view"),
    "revert": ("change", "change"),
    "password_change": ("change", "change"),
    "step submit": ("contributor", "contributor"),
    "step send-back": ("curator", "curator"),
    "step publish": ("curator", "curator"),
    "step close": ("curator", "curator"),
    "step reopen": ("curator", "curator"),
    "merge": ("curator", "curator"),
    "retire": ("refused", "curator"),
    "merge_partner": ("curator", "curator"),
    "duplicates": ("view", "refused"),
    "export": ("curator", "curator"),
    "synonym": ("refused", "curator"),
    "set-aside": ("refused", "curator"),
    "put-back": ("refused", "curator"),
    "import": ("curator", "curator"),
    "import_template": ("curator", "curator"),
    "import_plan": ("curator", "curator"),
    "import_apply": ("refused", "curator"),
}

# Pages of the desk itself. `refused` is for nobody and in no state: the method is wrong.
PAGES = {
    "index": ("staff", "staff"),
    "app_list": ("staff", "staff"),
    "autocomplete": ("contributor", "refused"),
    "jsi18n": ("staff", "refused"),
    "worklist_resolve": ("refused", "curator"),  # of what visitors read
    "worklist_assign": ("refused", "contributor"),
    "worklist_export": ("contributor", "refused"),
    "login": ("anonymous", "anonymous"),
    "logout": ("refused", "anonymous"),
    "password_change": ("staff", "staff"),
    "password_change_done": ("staff", "refused"),
    "view_on_site": ("staff", "staff"),
    "second_factor": ("staff", "staff"),
    "second_factor_codes": ("refused", "staff"),
    "second_factor_remove": ("refused", "staff"),
}


def part(model, **fields):
    """What makes a part of a guide in each state."""

    def in_guide(status):
        return make(model, guide=make_guide(status=status), **fields)

    return {
        "draft": lambda: in_guide(Status.DRAFT),
        "public": lambda: in_guide(Status.PUBLISHED),
    }


def both(make_entry):
    return {
        "draft": lambda: make_entry(status=Status.DRAFT),
        "public": make_entry,
    }


def chosen(model, **fields):
    """Like `part`, of those that say who chose them."""
    return {
        state: lambda status=status: make(
            model,
            guide=make_guide(status=status),
            chosen_by=make_term("chosen-by", "partnerkit"),
            **{name: value() if callable(value) else value for name, value in fields.items()},
        )
        for state, status in (("draft", Status.DRAFT), ("public", Status.PUBLISHED))
    }


def make_source(status):
    return make(GuideSource, guide=make_guide(status=status), resource=make_resource())


def make_listing():
    fields = {"label": "A packet", "fate": "alive", "fate_note_en": "Still here."}
    return make(KitListing, page=make_kit_page(), order=1, resource=make_resource(), **fields)


def make_synonyms():
    return SynonymGroup.objects.create(slug="truancy", english="truancy\nabsence")


def make_failed_search():
    return FailedSearch.objects.create(text="zyzzyva", day="2026-01-01", count=1)


def make_link():
    return Link.objects.create(address="https://example.org/", host="example.org")


MAKE = {
    "resources.resource": both(make_resource),
    "partnerships.guide": both(make_guide),
    "partnerships.example": both(make_example),
    "resources.organization": both(make_organization),
    "partnerships.firststep": part(FirstStep, text_en="Call."),
    "partnerships.thingtosay": part(ThingToSay, text_en="“Hello.”"),
    "partnerships.obstacle": part(Obstacle, obstacle_en="Time.", what_helps_en="Patience."),
    "partnerships.quotation": part(Quotation, text_en="Together.", attribution_en="Somebody"),
    "partnerships.finding": part(Finding, claim_en="It helps.", source_en="A study."),
    "partnerships.guidesource": {
        "draft": lambda: make_source(Status.DRAFT),
        "public": lambda: make_source(Status.PUBLISHED),
    },
    "partnerships.recommendation": {
        "draft": lambda: make_recommendation(guide=make_guide(status=Status.DRAFT)),
        "public": make_recommendation,
    },
    "partnerships.waytogetinvolved": chosen(WayToGetInvolved, name_en="The office"),
    "partnerships.featuredexample": chosen(FeaturedExample, example=make_example),
    "resources.vocabulary": {"public": make_vocabulary},
    "resources.term": {
        "public": lambda: make_term("need"),
        "topic": lambda: make_term("topic"),
    },
    "resources.synonymgroup": {"public": make_synonyms},
    "partnerships.glossaryterm": {"public": lambda: make_glossary_term("IEP")},
    "partnerships.kitpage": {"public": make_kit_page},
    "partnerships.kitlisting": {"public": make_listing},
    "resources.failedsearch": {"public": make_failed_search},
    "resources.visitormessage": {"public": make_message},
    "resources.link": {"public": make_link},
    "auth.user": {"public": make_user},
    "auth.group": {"public": lambda: Group.objects.create(name="press office")},
}
PARTS = set(MAKE) - {model for model, _state in NEEDS}


# The pages there are


def patterns(urls):
    for pattern in urls:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern.url_patterns)
        else:
            yield pattern


DESK_URLS = {pattern.name: pattern for pattern in patterns(admin.site.urls[0])}
MODELS = {model._meta.label_lower: model for model in admin.site._registry}


def page_of_one(name):
    """(model, page) of an address that is about one kind of record; None of any other."""
    for label in MODELS:
        for prefix in (f"{label.replace('.', '_')}_", f"{label.partition('.')[2]}_"):
            if name.startswith(prefix):
                return label, name.removeprefix(prefix)
    return None


def lines_of(name):
    """The lines of `PAGES_OF_ONE` for an address; a step has one for each."""
    label, page = page_of_one(name)
    pages = [f"step {step}" for step in STEPS] if page == "step" else [page]
    return [(name, label, state, line) for state in MAKE[label] for line in pages]


NAMED = {name for name in DESK_URLS if name}
OF_THE_DESK = sorted(name for name in NAMED if name in PAGES or page_of_one(name) is None)
OF_ONE = [line for name in sorted(NAMED - {*OF_THE_DESK}) for line in lines_of(name)]


def test_every_page_of_the_desk_is_in_the_table():
    assert set(MAKE) == set(MODELS)
    assert [name for name in OF_THE_DESK if name not in PAGES] == []
    assert [line for *_of_one, line in OF_ONE if line not in PAGES_OF_ONE] == []
    assert {*PAGES} <= NAMED
    # Django's way from an old address to the form, and its page for what is not there.
    unnamed = {str(p.pattern) for p in patterns(admin.site.urls[0]) if p.name is None}
    assert unnamed == {"<path:object_id>/", "(?P<url>.*)$"}


# Asking them


def sign_in(client, role):
    if role == "anonymous":
        client.logout()
    else:
        client.force_login(make_user(None if role == "staff" else role))


def outcome_of(client, address, method, query):
    """`in`, `out`, or `refused` for the method; and what was written meanwhile."""
    written = []

    # Sessions, and the worklist with its figures, made from the entries when somebody reads it.
    derived = ("django_session", "_workitem", "_worklistposition", "_linktrouble")

    def listen(execute, sql, params, many, context):
        if re.match(r"\s*(INSERT|UPDATE|DELETE|REPLACE)", sql) and not any(
            t in sql for t in derived
        ):
            written.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        page = getattr(client, method)(address, query)
    if page.status_code == 405:
        return "refused", written
    is_out = page.status_code in (401, 403) or "/login/?next=" in page.get("Location", "")
    return "out" if is_out else "in", written


def expected(role, needed):
    return "in" if needed != "nobody" and ROLES.index(role) >= ROLES.index(needed) else "out"


def senders(needed):
    """The roles to send a form as: the least one that may, and the one below it."""
    if needed in ("refused", "nobody"):
        return ROLES[-1:]
    least = ROLES.index(needed)
    return ROLES[max(least - 1, 0) : least + 1]


def offence(client, role, method, page):
    """What `role` could do, or could not, against the table; None if all is well."""
    needed = page.needs[method]
    outcome, written = outcome_of(client, page.address(), method, page.query)
    if needed == "refused":  # for the method, by whoever is somebody here
        is_right = outcome != "in" or role == "anonymous"
    else:
        is_right = outcome == expected(role, needed)
    if not is_right:
        return f"{role} {method} {page.title}: {outcome}, needed {needed}"
    if written and (method == "get" or outcome != "in"):
        return f"{role} {method} {page.title}: wrote {written}"
    return None


def address_of(name, record, line):
    arguments = {"object_id": record.pk, "key": record.pk, "file_format": "csv"}
    if name == "resources_resource_merge":
        arguments["other_key"] = make_resource().pk
    if line.startswith("step"):
        arguments["name"] = line.partition(" ")[2]
    if line == "revert":
        with history.revision(record):
            pass
        arguments["version"] = Version.objects.get_for_object(record).last().pk
    known = DESK_URLS[name].pattern.converters
    if name.endswith("password_change"):
        arguments = {"id": record.pk}
    return reverse(f"admin:{name}", kwargs={k: v for k, v in arguments.items() if k in known})


class Page(NamedTuple):
    """One line of the tables: `make` makes what it is about and answers its address."""

    title: str
    needs: dict
    query: dict
    address: Callable


def page_of_a_record(name, label, state, line):
    needed = NEEDS["part" if label in PARTS else label, state]
    needs = [needed.get(action, action) for action in PAGES_OF_ONE[line]]
    record = MAKE[label][state]
    return Page(
        f"{name} {state} {line}",
        dict(zip(("get", "post"), needs, strict=True)),
        {},
        lambda: address_of(name, record(), line),
    )


def page_of_the_desk(name):
    needs = dict(zip(("get", "post"), PAGES[name], strict=True))
    return Page(name, needs, QUERIES.get(name, {}), lambda: address_at_the_desk(name))


def address_at_the_desk(name):
    arguments = {}
    if name == "app_list":
        arguments = {"app_label": "resources"}
    if name in ("view_on_site", "worklist_resolve"):
        resource = make_resource()
        kind = ContentType.objects.get_for_model(resource)
        arguments = {"content_type_id": kind.pk, "object_id": resource.pk}
    if name == "worklist_resolve":
        item = WorkItem.objects.create(reason="duplicate", entry=resource, priority=1)
        arguments = {"pk": item.pk}
    return reverse(f"admin:{name}", kwargs=arguments)


QUERIES = {
    "autocomplete": {
        "app_label": "resources",
        "model_name": "resource",
        "field_name": "organization",
    }
}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_sees_and_sends_what_the_table_says(client, role):
    """One walk past every page. What a page changes is undone before the next one."""
    sign_in(client, role)
    signed_in, offences = deepcopy(client.cookies), []
    pages = [page_of_a_record(*line) for line in OF_ONE] + list(map(page_of_the_desk, OF_THE_DESK))
    for page in pages:
        for method in ["get", "post"] if role in senders(page.needs["post"]) else ["get"]:
            client.cookies = deepcopy(signed_in)
            with transaction.atomic():
                offences.append(offence(client, role, method, page))
                transaction.set_rollback(True)

    assert list(filter(None, offences)) == []
    assert len(offences) >= len(pages) > 280
