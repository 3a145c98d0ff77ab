"""From what aiohttp and the machine raise to the trouble it means."""

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
TLS_PROBLEMS = (aiohttp.ClientSSLError, ssl.SSLError, ssl.CertificateError)
ISSUER_LEFT_OUT = {20, 21}  # X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, …_VERIFY_LEAF_SIGNATURE
HANG_UPS = (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError, OSError)
ERROR_NUMBER = re.compile(r"\[Errno (\d+)\]")

# What a request may raise; anything else is a mistake of ours.
MET = (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError, zlib.error)


class FetchFailed(Exception):  # noqa: N818 - it is no mistake of anybody
    """A visit goes no further."""

    def __init__(self, error):
        super().__init__(error)
        self.error = error


def trouble_of(problem, *, is_in_body):
    """What `problem` means, met before the headers were all there or after."""
    if isinstance(problem, asyncio.TimeoutError):
        return FetchError.TIMED_OUT
    if is_in_body:
        return FetchError.BROKEN_BODY
    if isinstance(problem, aiohttp.ClientConnectorDNSError):
        is_gone = problem.os_error.errno in NO_SUCH_NAME
        return FetchError.DNS_GONE if is_gone else FetchError.DNS_FAILED
    if isinstance(problem, TLS_PROBLEMS):
        return trouble_of_tls(problem)
    if isinstance(problem, aiohttp.ClientConnectorError):
        return trouble_of_connection(problem.os_error)
    if isinstance(problem, HANG_UPS):
        return FetchError.RESET
    if isinstance(problem, ValueError):
        return FetchError.BAD_ADDRESS
    is_too_large = any(isinstance(cause, LineTooLong) for cause in causes_of(problem))
    return FetchError.HEADERS_TOO_LARGE if is_too_large else FetchError.MALFORMED


def trouble_of_tls(problem):
    """A certificate whose issuer is not sent may be as good as any."""
    proof = getattr(problem, "certificate_error", problem)
    code = getattr(proof, "verify_code", None)
    return FetchError.TLS_UNPROVEN if code in ISSUER_LEFT_OUT else FetchError.TLS_BROKEN


def causes_of(problem):
    """What led to it: aiohttp raises errors of its own last."""
    while problem := problem.__cause__:
        yield problem


def trouble_of_connection(problem):
    """Refused if anybody refused. No way to a network may be our own network's trouble.

    Where a name has several addresses, `problem` may tell of each in its text alone.
    """
    numbers = {problem.errno, *map(int, ERROR_NUMBER.findall(str(problem)))}
    if errno.ECONNREFUSED in numbers:
        return FetchError.REFUSED
    if numbers & {errno.ECONNRESET, errno.ECONNABORTED, errno.EPIPE}:
        return FetchError.RESET
    return FetchError.TIMED_OUT
