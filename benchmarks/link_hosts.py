"""Hosts of this machine's own for the benchmark of links: each has an address of 127.0.0.0/8."""

import asyncio
import random
import socket
from contextlib import contextmanager
from multiprocessing import get_context

FASTEST, SLOWEST = 0.05, 0.2  # seconds until an answer
PARAGRAPH = "<p>Families and schools agree on two goals, and look at them again in spring.</p>\n"
PAGE = f"<!doctype html><title>Families first</title>{PARAGRAPH * 400}".encode()  # some 32 kB


def host_names(hosts):
    return [f"127.1.{number // 250}.{number % 250 + 1}" for number in range(hosts)]


def seconds_for(host, target):
    """How long `host` takes to answer: always the same for one target."""
    return random.Random(f"{host}{target}").uniform(FASTEST, SLOWEST)  # noqa: S311


@contextmanager
def answering(hosts):
    """So many hosts in a process of their own; yields the port they listen at."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(host_names(hosts), theirs), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        process.terminate()
        process.join()


def serve(names, pipe):
    asyncio.run(serve_all(names, pipe))


async def serve_all(names, pipe):
    first = socket.create_server((names[0], 0), backlog=512)
    port = first.getsockname()[1]
    others = [socket.create_server((name, port), backlog=512) for name in names[1:]]
    for listening in [first, *others]:
        await asyncio.start_server(answer, sock=listening)
    pipe.send(port)
    await asyncio.Event().wait()


async def answer(reader, writer):
    head = await reader.readuntil(b"\r\n\r\n")
    method, target, _version = head.split(b"\r\n", 1)[0].decode().split(" ")
    host = writer.get_extra_info("sockname")[0]
    await asyncio.sleep(seconds_for(host, target))
    status = "404 Not Found" if target == "/robots.txt" else "200 OK"
    writer.write(
        f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nConnection: close\r\n"
        f"Content-Length: {len(PAGE)}\r\n\r\n".encode()
    )
    if method == "GET":
        writer.write(PAGE)
    writer.close()
    await writer.wait_closed()
