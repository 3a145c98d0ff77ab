"""Which FetchError an exception of aiohttp or of the operating system means."""

import asyncio
import errno
import re
import socket
import ssl
import zlib

import aiohttp
from aiohttp.http_exceptions import LineTooLong

from .results import FetchError

NO_SUCH_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
TLS_EXCEPTIONS = (aiohttp.ClientSSLError, ssl.SSLError, ssl.CertificateError)
# X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY and X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE
MISSING_ISSUER = {20, 21}
HANG_UPS = (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError, OSError)
ERROR_NUMBER = re.compile(r"\[Errno (\d+)\]")

# What a request may raise because of the other side. Anything else is a bug of ours.
REQUEST_EXCEPTIONS = (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError, zlib.error)


class FetchFailed(Exception):  # noqa: N818 - the address failed, not our program
    """A fetch ends without an answer. `error` says why."""

    def __init__(self, error):
        super().__init__(error)
        self.error = error


def fetch_error_of(exception, *, is_in_body):
    """The FetchError that `exception` stands for.

    `is_in_body` is true if the headers had come before it was raised.
    """
    if isinstance(exception, asyncio.TimeoutError):
        return FetchError.TIMED_OUT
    if is_in_body:
        return FetchError.BROKEN_BODY
    if isinstance(exception, aiohttp.ClientConnectorDNSError):
        is_gone = exception.os_error.errno in NO_SUCH_NAME
        return FetchError.DNS_GONE if is_gone else FetchError.DNS_FAILED
    if isinstance(exception, TLS_EXCEPTIONS):
        return tls_error_of(exception)
    if isinstance(exception, aiohttp.ClientConnectorError):
        return connection_error_of(exception.os_error)
    if isinstance(exception, HANG_UPS):
        return FetchError.RESET
    if isinstance(exception, ValueError):
        return FetchError.BAD_ADDRESS
    is_too_large = any(isinstance(cause, LineTooLong) for cause in causes_of(exception))
    return FetchError.HEADERS_TOO_LARGE if is_too_large else FetchError.MALFORMED


def tls_error_of(exception):
    """TLS_UNPROVEN if only the issuer's certificate is missing: such a site is often in order."""
    proof = getattr(exception, "certificate_error", exception)
    code = getattr(proof, "verify_code", None)
    return FetchError.TLS_UNPROVEN if code in MISSING_ISSUER else FetchError.TLS_BROKEN


def causes_of(exception):
    """The exceptions that led to it, the latest first. aiohttp wraps them in its own."""
    while exception := exception.__cause__:
        yield exception


def connection_error_of(exception):
    """REFUSED if any address refused. A missing route counts as a timeout: it may be our network.

    For a name with several addresses, the error numbers stand in the text of the exception alone.
    """
    numbers = {exception.errno, *map(int, ERROR_NUMBER.findall(str(exception)))}
    if errno.ECONNREFUSED in numbers:
        return FetchError.REFUSED
    if numbers & {errno.ECONNRESET, errno.ECONNABORTED, errno.EPIPE}:
        return FetchError.RESET
    return FetchError.TIMED_OUT
