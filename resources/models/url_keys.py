"""Keys of addresses: two addresses with equal keys lead to the same page.

A key is for comparing only. The address that a curator gave is stored as it is.
"""

import hashlib

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from .tracking import is_tracking_parameter
from .urls import host_of, parse_url

KEY_LENGTH = 300  # characters at most, which an index of either database can hold
LONG_KEY_START = 260  # characters of a longer key, before a hash of the whole


def url_key(address):
    """The normalised form of `address`, equal for every spelling of the same address.

    It has no scheme, `www.`, default port, last slash, fragment or tracking parameter. The host
    is in lower case, characters are encoded one way, and parameters are sorted. An address that
    cannot be parsed is its own key.
    """
    address = address.strip()
    try:
        url = parse_url(address)
        key = host_and_port(url) + url.raw_path.rstrip("/")
        parameters = sorted(filter(is_significant, url.raw_query_string.split("&")))
    except ValueError:
        key, parameters = address, []
    return shortened("?".join([key, "&".join(parameters)] if parameters else [key]))


def host_and_port(url):
    host = host_of(url)
    return host if url.is_default_port() or not url.port else f"{host}:{url.port}"


def is_significant(parameter):
    """True if `parameter`, a `name=value`, may decide which page is shown."""
    return bool(parameter) and not is_tracking_parameter(parameter.partition("=")[0])


def shortened(key):
    """`key`, or if it is longer than KEY_LENGTH, its start and a hash of the whole."""
    if len(key) <= KEY_LENGTH:
        return key
    digest = hashlib.blake2b(key.encode(errors="replace"), digest_size=16).hexdigest()
    return f"{key[:LONG_KEY_START]}#{digest}"


class UrlKeyAttribute(DeferredAttribute):
    """Computes the key from the record's address at every read, whatever was set.

    So a fixture, or a version that is restored, is saved with the right key too.
    """

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return url_key(getattr(instance, self.field.address))

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = value  # tells Django that it was loaded


class UrlKeyField(models.CharField):
    """A column with the key of the address in the field `address`, for looking records up.

    It is saved with the record. A write of the address alone, with `update()` or `update_fields`,
    must write this column too.
    """

    descriptor_class = UrlKeyAttribute

    def __init__(self, *args, address, **kwargs):
        self.address = address
        defaults = {"max_length": KEY_LENGTH, "blank": True, "editable": False}
        super().__init__(*args, **defaults | kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"address": self.address}
