"""Real servers on this machine's loopback that answer as the web does, its worst part included.

A server maps paths to what it sends: the bytes of an answer, or a coroutine function of the
request and the writer that may do as it likes. Whatever it was asked is in `requests`.
"""

import asyncio
import gzip
import socket
import ssl
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp.abc import AbstractResolver

SELF_SIGNED = Path(__file__).with_name("self_signed.pem")
ISSUER_LEFT_OUT = Path(__file__).with_name("issuer_left_out.pem")
TLS_BEGINS = b"\x16"
HOME = b"<!doctype html><title>Families first</title><p>Welcome to our school."


@dataclass(frozen=True)
class Request:
    method: str
    target: str
    headers: dict


class Server:
    def __init__(self, answers):
        self.answers, self.requests = {"/robots.txt": answer(b"", status=404)} | answers, []
        self.connections, self.serving = 0, set()

    async def serve(self, reader, writer):
        self.connections += 1
        self.serving.add(asyncio.current_task())
        try:
            first = await reader.readexactly(1)
            if first == TLS_BEGINS:  # nothing that HTTP begins with
                writer.write(answer(b"", status=400))
                await writer.drain()
                return
            request = read_request(first + await reader.readuntil(b"\r\n\r\n"))
            self.requests.append(request)
            await self.send(request, writer)
            await writer.drain()
            writer.close()
            await writer.wait_closed()
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # whoever asked has gone, or the test is over
        finally:
            writer.transport.abort()
            self.serving.discard(asyncio.current_task())

    async def send(self, request, writer):
        sent = self.answers.get(request.target.partition("?")[0], answer(b"", status=404))
        if isinstance(sent, bytes):
            head, gap, _body = sent.partition(b"\r\n\r\n")
            writer.write(head + gap if request.method == "HEAD" else sent)
            await writer.drain()
        else:
            await sent(request, writer)

    def address(self, path="/", host=None, scheme="http"):
        return f"{scheme}://{host or self.host}:{self.port}{path}"

    def asked(self, path):
        return [request.method for request in self.requests if request.target == path]


@asynccontextmanager
async def serving(answers, *, host="127.0.0.1", tls=None):
    """A server of `answers`; `tls` is the file of its certificate, or True: signed by itself."""
    server = Server(answers)
    context = certified(SELF_SIGNED if tls is True else tls) if tls else None
    listening = await asyncio.start_server(server.serve, host, 0, ssl=context)
    place = listening.sockets[0].getsockname()
    server.host, server.port = (f"[{host}]" if ":" in host else host), place[1]
    try:
        yield server
    finally:
        listening.close()
        for task in server.serving:
            task.cancel()
        while server.serving:
            await asyncio.sleep(0)


def certified(file):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def read_request(head):
    first, *lines = head.decode("latin-1").strip().split("\r\n")
    method, target, _version = first.split(" ")
    pairs = (line.partition(":") for line in lines)
    return Request(method, target, {name.lower(): value.strip() for name, _, value in pairs})


def answer(body=HOME, *, status=200, **headers):
    """An answer; `content_type="text/html"` is a header, and None leaves one out."""
    told = {"content_type": "text/html; charset=utf-8", "content_length": len(body)} | headers
    lines = [
        f"{name.replace('_', '-')}: {value}" for name, value in told.items() if value is not None
    ]
    head = "\r\n".join([f"HTTP/1.1 {status} Said so", *lines, "connection: close"])
    return head.encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body


def redirect(location, status=302):
    return answer(b"", status=status, location=location)


def by_method(**sent):
    """Another answer to HEAD than to GET."""

    async def send(request, writer):
        if isinstance(sent[request.method], bytes):
            writer.write(sent[request.method])
        else:
            await sent[request.method](request, writer)

    return send


def in_ranges(body, *, total=None, **headers):
    """A file of which parts can be had; `total` is its size, if it is larger than what we keep."""
    total = total or len(body)

    async def send(request, writer):
        if request.method == "HEAD" or "range" not in request.headers:
            writer.write(answer(body, **headers))
            return
        if not body:
            writer.write(answer(b"", status=416))
            return
        last = min(int(request.headers["range"].partition("-")[2]), len(body) - 1)
        told = f"bytes 0-{last}/{total}"
        part = answer(body[: last + 1], status=206, content_range=told, **headers)
        writer.write(part.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
        if request.method == "GET":
            writer.write(body[: last + 1])

    return send


def in_pieces(*pieces):
    """Sends one after the other, each in a packet of its own."""

    async def send(request, writer):
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.05)

    return send


def then_hangs(beginning=b"", *, every=None):
    """Sends a beginning and nothing more, or a byte every so many seconds (slowloris)."""

    async def send(request, writer):
        writer.write(beginning)
        while True:
            await writer.drain()
            await asyncio.sleep(every or 3600)
            writer.write(b"a")

    return send


def endless(beginning, piece):
    """The beginning, and then this piece again and again."""

    async def send(request, writer):
        writer.write(beginning)
        while True:
            writer.write(piece)
            await writer.drain()

    return send


def then_resets(beginning=b""):
    """Sends a beginning, and hangs up with a reset."""

    async def send(request, writer):
        writer.write(beginning)
        await writer.drain()
        await asyncio.sleep(0.05)  # else the reset overtakes what was sent
        no_linger = b"\x01\x00\x00\x00\x00\x00\x00\x00"
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, no_linger)
        writer.transport.abort()

    return send


def gzip_bomb(megabytes):
    """That many megabytes in a thousandth of the bytes."""
    return gzip.compress(b"\x00" * megabytes * 1024 * 1024)


class TableResolver(AbstractResolver):
    """Looks names up in a table: {name: addresses}.

    A list of lists is a name that answers otherwise each time it is asked for, and an OSError
    is what looking it up raises.
    """

    def __init__(self, table):
        self.table, self.asked = table, []

    async def resolve(self, host, port=0, family=socket.AF_UNSPEC):
        self.asked.append(host)
        found = self.table.get(host, socket.gaierror(socket.EAI_NONAME, "Name not known"))
        if isinstance(found, OSError):
            raise found
        if isinstance(found[0], list):
            found = found.pop(0) if len(found) > 1 else found[0]
        return [self.place(host, address, port) for address in found]

    def place(self, host, address, port):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        return {
            "hostname": host,
            "host": address,
            "port": port,
            "family": family,
            "proto": socket.IPPROTO_TCP,
            "flags": socket.AI_NUMERICHOST,
        }

    async def close(self):
        pass
