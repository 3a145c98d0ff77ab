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
    """So many hosts in a process of their own; yields the port, and a function to hear the queues.

    It answers {host: (requests since it was last called, the seconds they took)}.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(host_names(hosts), theirs), daemon=True)
    process.start()

    def queues():
        ours.send("queues")
        return ours.recv()

    try:
        yield ours.recv(), queues
    finally:
        process.terminate()
        process.join()


def serve(names, pipe):
    asyncio.run(Hosts().serve(names, pipe))


class Hosts:
    def __init__(self):
        self.queues = {}

    async def serve(self, names, pipe):
        first = socket.create_server((names[0], 0), backlog=512)
        port = first.getsockname()[1]
        others = [socket.create_server((name, port), backlog=512) for name in names[1:]]
        for listening in [first, *others]:
            await asyncio.start_server(self.answer, sock=listening)
        asyncio.get_running_loop().add_reader(pipe.fileno(), self.tell_queues, pipe)
        pipe.send(port)
        await asyncio.Event().wait()

    def tell_queues(self, pipe):
        pipe.recv()
        pipe.send(self.queues)
        self.queues = {}

    async def answer(self, reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        method, target, _version = head.split(b"\r\n", 1)[0].decode().split(" ")
        host = writer.get_extra_info("sockname")[0]
        seconds = seconds_for(host, target)
        requests, taken = self.queues.get(host, (0, 0.0))
        self.queues[host] = requests + 1, taken + seconds
        await asyncio.sleep(seconds)
        is_page = target.startswith("/guides/") and target.rpartition("/")[2].isdecimal()
        writer.write(
            f"HTTP/1.1 {'200 OK' if is_page else '404 Not Found'}\r\nContent-Type: text/html\r\n"
            f"Connection: close\r\nContent-Length: {len(PAGE)}\r\n\r\n".encode()
        )
        if method == "GET":
            writer.write(PAGE)
        writer.close()
        await writer.wait_closed()
