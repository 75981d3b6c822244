"""Two hundred people who vote at once: a small HTTP client, one connection for each of them."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode


@dataclass
class Answer:
    """What came back: the status and the head, as bytes."""

    status: int
    head: bytes


@dataclass
class Voter:
    """One person's browser: a connection that is kept, cookies, and how long each answer took."""

    port: int
    next_post: Iterator[tuple[str, dict]]
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None

    async def ask(self, method: str, path: str, values: dict | None = None) -> Answer:
        """Send one request and read its answer to the end."""
        if self.writer is None or self.writer.is_closing():
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        body = urlencode(values).encode() if values else b""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        more = "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())
        self.writer.write(
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"{more}Cookie: {cookies}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
        head = await self.reader.readuntil(b"\r\n\r\n")
        await self._read_body(head.lower())
        self._keep_cookies(head.decode("latin-1"))
        return Answer(int(head[9:12]), head)

    async def _read_body(self, head: bytes) -> None:
        if b"content-length:" in head:
            size = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
            await self.reader.readexactly(size)
        elif b"chunked" in head:
            while size := int(await self.reader.readline(), 16):
                await self.reader.readexactly(size + 2)
            await self.reader.readline()

    def _keep_cookies(self, head: str) -> None:
        for line in head.split("\r\n"):
            name, _colon, value = line.partition(":")
            if name.lower() == "set-cookie":
                key, _equal, kept = value.strip().partition(";")[0].partition("=")
                self.cookies[key] = kept

    async def leave(self) -> None:
        """Close the connection, whatever state the server left it in."""
        writer, self.writer = self.writer, None
        if writer is not None:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def vote_once(self, expected: int) -> None:
        """Press one button, and note how long the answer took."""
        path, values = next(self.next_post)
        start = time.perf_counter()
        try:
            answer = await self.ask(
                "POST", path, {**values, "csrfmiddlewaretoken": self.cookies["csrftoken"]}
            )
        except (OSError, asyncio.IncompleteReadError) as error:
            await self.leave()
            self.errors.append(repr(error))
            return
        self.seconds.append(time.perf_counter() - start)
        if answer.status != expected:
            self.errors.append(f"{path}: {answer.status}")


async def vote_together(voters: list[Voter], seconds: float, expected: int) -> float:
    """Let everybody vote as fast as they are answered, for a while; give the time it took.

    Each opens a new connection: the server closes those that a slow round left idle.
    """
    await leave_together(voters)
    start = time.perf_counter()

    async def go_on(voter: Voter) -> None:
        while time.perf_counter() - start < seconds:
            await voter.vote_once(expected)

    await asyncio.gather(*map(go_on, voters))
    return time.perf_counter() - start


async def leave_together(voters: list[Voter]) -> None:
    """Let everybody close their connection."""
    await asyncio.gather(*(voter.leave() for voter in voters))


async def each(voters: list[Voter], act: Callable, at_once: int = 20) -> None:
    """Let each voter do something, a few at a time."""
    for start in range(0, len(voters), at_once):
        await asyncio.gather(*(act(voter) for voter in voters[start : start + at_once]))
