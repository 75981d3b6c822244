"""`kill -9` of the web processes under a load of votes: what was acknowledged is kept, once."""

import asyncio
import json
import os
import signal
import socket
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from bench.voters import Voter
from tests.instances import Instance, wait_until

VOTERS, STATEMENTS, LIVES, ENOUGH = 6, 30, 2, 60
PREPARE = f"""
import json
from bench.vote_rows import populate
print(json.dumps(populate(1, {STATEMENTS})))
"""
LOOK = """
import json
from terreau.dialogues.models import Participant, Vote
rows = Vote.objects.values_list("participant", "statement__uuid", "answer")
known = Participant.objects.exclude(device_hash="").count()
print(json.dumps([known, [[who, str(what), answer] for who, what, answer in rows]]))
"""


class Witness(Voter):
    """A voter who notes what they sent, and which of it was acknowledged."""

    async def vote_until_the_end(self, page: str, sent: list, acknowledged: set) -> None:
        """Vote as fast as answers come, until the server is no more."""
        with suppress(OSError, asyncio.IncompleteReadError):
            if "csrftoken" not in self.cookies:
                await self.ask("GET", page)
            while True:
                _path, values = next(self.next_post)
                sent.append((values["statement"], values["answer"]))
                number = len(sent) - 1
                token = {"csrfmiddlewaretoken": self.cookies["csrftoken"]}
                answer = await self.ask("POST", page, {**values, **token})
                assert answer.status == 302, answer.status
                acknowledged.add(number)
        await self.leave()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def serve(instance: Instance, port: int) -> None:
    """Start the web processes as `terreau serve` does."""
    instance.start_from_cold(
        *("-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", "2", "--blocking-threads", "1", "--log-level", "error"),
        "config.wsgi:application",
    )
    wait_until(lambda: is_open(port))


def kill_whole(instance: Instance, port: int) -> None:
    """Take the web processes and their parent away at once, without a word."""
    for number in instance.processes():
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
    wait_until(lambda: not is_open(port))


def presses(own: list[str]):
    """Answer one's own statements again and again, another way each time round."""
    turn = 0
    while True:
        yield "", {"statement": own[turn % len(own)], "answer": turn // len(own) % 3 - 1}
        turn += 1


async def live_and_die(instance: Instance, port: int, page: str, people: list) -> None:
    """Let everybody vote, kill the server in the middle, wait until each has noticed."""
    before = sum(len(acknowledged) for _voter, _sent, acknowledged in people)
    votes = [
        asyncio.ensure_future(voter.vote_until_the_end(page, sent, acknowledged))
        for voter, sent, acknowledged in people
    ]
    while sum(len(one[2]) for one in people) - before < ENOUGH:
        await asyncio.sleep(0.01)
        assert not all(vote.done() for vote in votes), [vote.exception() for vote in votes]
    await asyncio.to_thread(kill_whole, instance, port)
    await asyncio.gather(*votes)


@pytest.mark.django_db
def test_every_acknowledged_vote_is_there_and_none_twice(instance):
    rows, port = json.loads(instance.python(PREPARE)), free_port()
    people = []
    for voter in range(VOTERS):
        own = rows["statements"][voter::VOTERS]
        people.append((Witness(port, presses(own)), [], set()))
    with ThreadPoolExecutor(1) as own_loop:  # the browser tests leave theirs in the main thread
        for _life in range(LIVES):
            serve(instance, port)
            life = live_and_die(instance, port, rows["page"], people)
            own_loop.submit(asyncio.run, life).result()
    voices, kept = json.loads(instance.python(LOOK))
    by_statement = defaultdict(list)
    for voice, statement, answer in kept:
        by_statement[statement].append((voice, answer))
    assert voices == VOTERS
    assert {len(votes) for votes in by_statement.values()} == {1}
    for _voter, sent, acknowledged in people:
        assert acknowledged
        check_one(sent, acknowledged, by_statement)


def check_one(sent: list, acknowledged: set, by_statement: dict) -> None:
    """The answer kept is the last acknowledged one, or one sent after it and never answered."""
    last = {sent[number][0]: number for number in sorted(acknowledged)}
    voices = set()
    for statement, number in last.items():
        [(voice, answer)] = by_statement[statement]
        later = [said for what, said in sent[number:] if what == statement]
        assert answer in later
        voices.add(voice)
    assert len(voices) == 1
