"""A small HTTP load generator: one process, one thread, a fixed number of connections.

Every request has its own connection, since the site's sync workers close theirs. Every answer is
read to its end, so that none counts as time of the next address. The kernel wakes the process
once an answer, when it is complete (SO_RCVLOWAT). Linux only.
"""

import select
import socket
import time
from dataclasses import dataclass, field
from statistics import median

from . import BenchmarkError

CONNECTIONS = 16
PATIENCE = 180  # seconds without any answer
WHOLE_ANSWER = 1 << 20  # bytes; wake us for this many, or for the end
HEAD_END = b"\r\n\r\n"
buffer = memoryview(bytearray(WHOLE_ANSWER))


@dataclass
class Answer:
    """The answer to one request. The names of `headers` are in lower case."""

    path: str
    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


@dataclass
class Measurement:
    """The results of a load of requests. Times are those of whole answers."""

    seconds: float = 0.0
    processor_seconds: float = 0.0  # of this process
    latencies: list[float] = field(default_factory=list)

    @property
    def rate(self):
        return len(self.latencies) / self.seconds

    @property
    def processor_share(self):
        return self.processor_seconds / self.seconds

    def percentile(self, share):
        """The milliseconds within which this share of the answers was complete."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Target:
    """One request as bytes, and the status that it must get."""

    def __init__(self, path, *, etag="", expected=200):
        self.path, self.expected = path, expected
        condition = f"If-None-Match: {etag}\r\n" if etag else ""
        self.request = (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{condition}\r\n"
        ).encode()


class Connection:
    """One request that waits for its answer."""

    __slots__ = ("expected_size", "received", "socket", "started", "target")

    def __init__(self, address, target):
        self.target, self.received, self.expected_size = target, 0, None
        self.started = time.perf_counter()
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, WHOLE_ANSWER)
        self.socket.connect(address)
        self.socket.send(target.request)

    def read(self):
        """Read what has arrived. True if the answer is complete. Raises BenchmarkError."""
        while size := self.receive():
            if self.expected_size is None:
                self.read_head(bytes(buffer[: min(size, 4096)]))
            self.received += size
        if size is None:
            return False
        if self.received != self.expected_size:
            whole = f"{self.expected_size:,} bytes" if self.expected_size else "any"
            raise BenchmarkError(
                f"The answer to {self.target.path} ended after {self.received:,} of {whole}."
            )
        self.socket.close()
        return True

    def receive(self):
        """Bytes received into the buffer, 0 at the end, None when there is more to wait for."""
        try:
            return self.socket.recv_into(buffer, 0, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return None

    def read_head(self, start):
        head, end, _body = start.partition(HEAD_END)
        status = int(start[9:12])
        if status != self.target.expected or not end:
            raise BenchmarkError(
                f"{self.target.path} answered {status}, not {self.target.expected}."
            )
        self.expected_size = len(head) + len(end) + content_length(head, status)


def content_length(head, status):
    if status == 304:
        return 0
    _before, name, after = head.lower().partition(b"\r\ncontent-length:")
    if not name:
        raise BenchmarkError("An answer does not say its length.")
    return int(after.partition(b"\r\n")[0])


def measure(address, targets, *, seconds, connections=CONNECTIONS):
    """Request `targets` in turn for `seconds`, then wait for the requests under way."""
    return run(address, endless(targets, until=time.perf_counter() + seconds), connections)


def endless(targets, until):
    while True:
        for target in targets:
            if time.perf_counter() > until:
                return
            yield target


def run(address, targets, connections=CONNECTIONS):
    """Ask for each of `targets` once; returns a Measurement, raises BenchmarkError."""
    targets, measurement = iter(targets), Measurement()
    started, processor_started = time.perf_counter(), time.process_time()
    try:
        exchange(address, targets, connections, measurement)
    except OSError as problem:
        raise BenchmarkError(f"The server does not answer: {problem}.") from problem
    measurement.seconds = time.perf_counter() - started
    measurement.processor_seconds = time.process_time() - processor_started
    return measurement


def exchange(address, targets, connections, measurement):
    in_flight = {}
    with select.epoll() as waiting:

        def begin_next():
            if (target := next(targets, None)) is not None:
                connection = Connection(address, target)
                in_flight[connection.socket.fileno()] = connection
                waiting.register(connection.socket.fileno(), select.EPOLLIN)

        try:
            for _ in range(connections):
                begin_next()
            while in_flight:
                for number in next_events(waiting, in_flight):
                    connection = in_flight[number]
                    if connection.read():  # a closed socket leaves `waiting` by itself
                        now = time.perf_counter()
                        measurement.latencies.append(now - connection.started)
                        del in_flight[number]
                        begin_next()
        finally:
            for connection in in_flight.values():
                connection.socket.close()


def next_events(waiting, in_flight):
    events = waiting.poll(PATIENCE)
    if not events:
        path = next(iter(in_flight.values())).target.path
        raise BenchmarkError(f"No answer to {path} in {PATIENCE} seconds.")
    return [number for number, _event in events]


def fetch(address, target, *, patience=PATIENCE):
    """One answer with its headers and body, whatever its status. Raises BenchmarkError."""
    started = time.perf_counter()
    try:
        with socket.create_connection(address, timeout=patience) as connection:
            connection.sendall(target.request)
            parts = []
            while part := connection.recv(WHOLE_ANSWER):
                parts.append(part)
    except OSError as problem:
        raise BenchmarkError(f"The server does not answer: {problem}.") from problem
    seconds = time.perf_counter() - started
    head, end, body = b"".join(parts).partition(HEAD_END)
    if not end:
        raise BenchmarkError(
            f"The server closed the connection without an answer to {target.path}."
        )
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return Answer(target.path, int(first.split()[1]), headers, body, seconds)


def typical_size(answers):
    """Bytes of the middle one of these pages."""
    return int(median(len(answer.body) for answer in answers))
