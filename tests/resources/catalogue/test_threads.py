"""What another thread does while one is half-way through an answer changes none of it."""

from itertools import count

import pytest
from django.db import connection

from resources.catalogue.documents import documents
from resources.models import Resource, Status
from tests.make import make_recommendation, make_resource

pytestmark = pytest.mark.django_db


def test_an_entry_published_between_two_queries_is_no_error():
    draft = make_resource(status=Status.DRAFT)
    make_recommendation(resource=draft)
    queries = count(1)

    def publish_before_the_second(execute, *query):
        if next(queries) == 2:
            Resource.objects.filter(pk=draft.pk).update(status=Status.PUBLISHED)
        return execute(*query)

    with connection.execute_wrapper(publish_before_the_second):
        assert list(documents({draft.pk})) == []
    assert [document.pk for document in documents({draft.pk})] == [draft.pk]
