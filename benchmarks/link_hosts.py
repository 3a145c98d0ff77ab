"""Web hosts on this machine for the benchmark of links, each at an address of 127.0.0.0/8."""

import asyncio
import random
import socket
from contextlib import contextmanager
from multiprocessing import get_context

FASTEST, SLOWEST = 0.05, 0.2  # seconds until an answer
BYTES = 32_000  # of a page
SENTENCE = "Families and schools agree on two goals, and look at them again in spring."
LINK = '<li class="menu-item menu-item-type-post"><a href="/guides/next/">Next guide</a></li>\n'


def page_of(words):
    """A page of `words` words, filled up to BYTES with a menu and styles, as most pages are."""
    text = f'<p class="text">{SENTENCE}</p>\n' * (words // len(SENTENCE.split()))
    head = '<!doctype html><html lang="en"><title>Families first</title>'
    menu = f"<nav><ul>{LINK * 30}</ul></nav>"
    rule = ".card { margin: 0 auto; color: #222 }\n"
    left = BYTES - len(head) - len(menu) - len(text)
    style = f"<style>{rule * (left // len(rule))}</style>" if left > 0 else ""
    return f"{head}{style}<body>{menu}<main>{text}</main></html>".encode()


def host_names(hosts):
    return [f"127.1.{number // 250}.{number % 250 + 1}" for number in range(hosts)]


def seconds_for(host, target):
    """The seconds that `host` takes to answer, always the same for one target."""
    return random.Random(f"{host}{target}").uniform(FASTEST, SLOWEST)  # noqa: S311 - no secret


@contextmanager
def answering(hosts, words):
    """Runs `hosts` hosts in another process, with pages of `words` words.

    Yields the port, and a function that returns {host: (requests, seconds they took)} since its
    last call.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(
        target=serve, args=(host_names(hosts), page_of(words), theirs), daemon=True
    )
    process.start()

    def queues():
        ours.send("queues")
        return ours.recv()

    try:
        yield ours.recv(), queues
    finally:
        process.terminate()
        process.join()


def serve(names, page, pipe):
    asyncio.run(Hosts(page).serve(names, pipe))


class Hosts:
    def __init__(self, page):
        self.page, self.queues = page, {}

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
            f"Connection: close\r\nContent-Length: {len(self.page)}\r\n\r\n".encode()
        )
        if method == "GET":
            writer.write(self.page)
        writer.close()
        await writer.wait_closed()
