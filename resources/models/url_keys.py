"""Whether two addresses lead to one page: they do when their keys are equal.

A key is for comparing only; the address a curator gave is stored as it is.
"""

import hashlib

from django.db import models
from django.db.models.query_utils import DeferredAttribute
from yarl import URL

from .tracking import is_tracking_parameter
from .urls import host_of

LONGEST = 300  # characters of a key: what an index of either database takes
KEPT = 260  # of a longer one; a hash of all of it follows


def url_key(address):
    """What `address` has in common with every other way to write it.

    Left out: scheme, `www.`, the scheme's own port, the last slash, the fragment and tracking
    parameters. Made alike: capitals of the host, ways to encode a character, order of parameters.
    An address that cannot be taken apart is its own key.
    """
    address = address.strip()
    try:
        url = URL(address)
        key = host_and_port(url) + url.raw_path.rstrip("/")
        parameters = sorted(filter(is_telling, url.raw_query_string.split("&")))
    except ValueError:
        key, parameters = address, []
    return shortened("?".join([key, "&".join(parameters)] if parameters else [key]))


def host_and_port(url):
    host = host_of(url)
    return host if url.is_default_port() or not url.port else f"{host}:{url.port}"


def is_telling(parameter):
    """Whether a parameter may decide which page is shown."""
    return bool(parameter) and not is_tracking_parameter(parameter.partition("=")[0])


def shortened(key):
    if len(key) <= LONGEST:
        return key
    return (
        f"{key[:KEPT]}#{hashlib.blake2b(key.encode(errors='replace'), digest_size=16).hexdigest()}"
    )


class KeyOfAddress(DeferredAttribute):
    """Reads the key anew from the record's address, whatever was set.

    So a fixture or a revision that is written as it stands has the right key too.
    """

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return url_key(getattr(instance, self.field.address))

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = value  # how Django knows that it was loaded


class UrlKeyField(models.CharField):
    """The key of the address in the field `address`, kept as a column to look records up by.

    Written with the record. Whoever writes the address alone, with `update()` or
    `update_fields`, writes this column too.
    """

    descriptor_class = KeyOfAddress

    def __init__(self, *args, address, **kwargs):
        self.address = address
        defaults = {"max_length": LONGEST, "blank": True, "editable": False}
        super().__init__(*args, **defaults | kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"address": self.address}
