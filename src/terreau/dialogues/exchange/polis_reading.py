"""Read a conversation exported in the Polis format: summary, comments, votes.

Files may carry a prefix (« 2025-11-11-…-comments.csv ») and come in a folder, one by one, or in a
ZIP. The votes may be told line by line (`votes.csv`) or, when that file is missing, in a table
(`participants-votes.csv`). A vote on a statement that no file tells keeps its statement, without
text. Nothing is written here.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from terreau.core.exchange.protection import unprotect

KINDS = ("participants-votes", "summary", "comments", "votes")
MAX_BYTES = 200 * 1024 * 1024  # of one file, once unpacked
MAX_FAULTS = 50
_SECONDS_BELOW = 100_000_000_000  # a timestamp under this is in seconds, above in milliseconds
_VOTES = {"1": 1, "-1": -1, "0": 0}
_MODERATED = {"1": 1, "0": 0, "-1": -1}


class ConversationFileError(ValueError):
    """Why these files are not a conversation that can be read, in a full sentence."""


@dataclass(frozen=True, slots=True)
class ReadStatement:
    """One statement; `at` in milliseconds since 1970, None when the file does not say."""

    key: str
    text: str
    author: str
    at: int | None
    moderated: int
    is_meta: bool = False


@dataclass(frozen=True, slots=True)
class ReadVote:
    """One vote: the last line of a voice on a statement is the one that counts."""

    voter: str
    statement: str
    answer: int
    at: int | None
    is_important: bool = False


@dataclass
class ReadConversation:
    """What the files tell, and what had to be left out, each with its reason."""

    topic: str = ""
    description: str = ""
    url: str = ""
    statements: dict[str, ReadStatement] = field(default_factory=dict)
    votes: dict[tuple[str, str], ReadVote] = field(default_factory=dict)
    vote_lines: int = 0
    faults: list[str] = field(default_factory=list)
    fault_count: int = 0

    @property
    def voters(self) -> list[str]:
        """Every voice that votes or writes, in the order of their numbers."""
        wrote = (one.author for one in self.statements.values() if one.author)
        return sorted({*(voter for voter, _s in self.votes), *wrote}, key=natural_key)

    def leave_out(self, sentence: str) -> None:
        """Count a line that was left out; the first ones are told."""
        self.fault_count += 1
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(sentence)


def natural_key(text: str) -> tuple[int, int, str]:
    """Sort « 2 » before « 10 », and words after numbers."""
    return (0, int(text), text) if text.isascii() and text.isdigit() else (1, 0, text)


def read_folder(folder: Path) -> ReadConversation:
    """Read the files of a folder."""
    found = {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))}
    return read_files(found)


def read_uploads(files: Iterable[tuple[str, IO[bytes]]]) -> ReadConversation:
    """Read files sent one by one, or in a ZIP."""
    found: dict[str, bytes] = {}
    for name, file in files:
        if name.lower().endswith(".zip"):
            found |= _unzip(file)
        else:
            found[name] = file.read(MAX_BYTES + 1)
    return read_files(found)


def read_files(found: Mapping[str, bytes]) -> ReadConversation:
    """Read files by their names, whatever stands before the word that tells what they are."""
    by_kind: dict[str, bytes] = {}
    for name, content in found.items():
        stem = Path(name).name.lower().removesuffix(".csv")
        kind = next((one for one in KINDS if stem == one or stem.endswith(f"-{one}")), None)
        if kind and len(content) > MAX_BYTES:
            raise ConversationFileError(
                _("Le fichier « %(name)s » pèse plus de 200 Mo : découpez la conversation.")
                % {"name": name}
            )
        if kind:
            by_kind.setdefault(kind, content)
    read = ReadConversation()
    if "comments" not in by_kind:
        raise ConversationFileError(
            _(
                "Il manque le fichier des énoncés (comments.csv). Donnez les fichiers d’un export "
                "Polis : summary.csv, comments.csv, votes.csv, ou leur archive ZIP."
            )
        )
    _read_summary(read, by_kind.get("summary", b""))
    _read_statements(read, by_kind["comments"])
    if "votes" in by_kind:
        _read_votes(read, by_kind["votes"])
    elif "participants-votes" in by_kind:
        _read_matrix(read, by_kind["participants-votes"])
    _keep_orphans(read)
    return read


def _unzip(file: IO[bytes]) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(file) as archive:
            members = [one for one in archive.infolist() if one.filename.lower().endswith(".csv")]
            if sum(one.file_size for one in members) > 2 * MAX_BYTES or len(members) > 50:
                raise ConversationFileError(
                    _("Cette archive est trop grosse une fois ouverte : donnez les fichiers seuls.")
                )
            return {one.filename: archive.read(one) for one in members}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise ConversationFileError(
            _("Cette archive ZIP ne s’ouvre pas. Refaites-la, ou donnez les fichiers un par un.")
        ) from error


def _lines(content: bytes, name: str) -> Iterator[list[str]]:
    """Give the lines of a CSV, whatever its encoding; a broken one is refused in a sentence."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    reader = csv.reader(io.StringIO(text.replace("\x00", ""), newline=""))
    try:
        yield from reader
    except csv.Error as error:
        raise ConversationFileError(
            _("Le fichier « %(name)s » n’est pas un CSV lisible vers sa ligne %(line)s.")
            % {"name": name, "line": reader.line_num}
        ) from error


def _rows(content: bytes, name: str, needed: tuple[str, ...]) -> Iterator[tuple[int, dict]]:
    """Give each row by heading, with its rank; the headings must be there."""
    lines = _lines(content, name)
    headings = [cell.strip().lower() for cell in next(lines, [])]
    missing = [one for one in needed if one not in headings]
    if missing:
        raise ConversationFileError(
            _("Le fichier « %(name)s » n’a pas la colonne « %(column)s ».")
            % {"name": name, "column": missing[0]}
        )
    for rank, cells in enumerate(lines, start=2):
        if any(cells):
            yield rank, dict(zip(headings, cells, strict=False))


def _read_summary(read: ReadConversation, content: bytes) -> None:
    told = {
        cells[0].strip(): cells[1] for cells in _lines(content, "summary.csv") if len(cells) > 1
    }
    read.topic = told.get("topic", "").strip()
    read.description = told.get("conversation-description", "").strip()
    read.url = told.get("url", "").strip()


def _read_statements(read: ReadConversation, content: bytes) -> None:
    for rank, row in _rows(content, "comments.csv", ("comment-id", "comment-body")):
        key = row.get("comment-id", "").strip()
        moderated = _MODERATED.get(row.get("moderated", "0").strip() or "0")
        if not key or key in read.statements or moderated is None:
            read.leave_out(
                _("comments.csv, ligne %(rank)s : numéro absent, répété ou état inconnu.")
                % {"rank": rank}
            )
            continue
        read.statements[key] = ReadStatement(
            key,
            unprotect(row.get("comment-body", "") or "").strip(),
            row.get("author-id", "").strip(),
            _moment(row.get("timestamp", "")),
            moderated,
            row.get("is-meta", "").strip().lower() in ("1", "true"),
        )


def _read_votes(read: ReadConversation, content: bytes) -> None:
    for rank, row in _rows(content, "votes.csv", ("comment-id", "voter-id", "vote")):
        voter, statement = row.get("voter-id", "").strip(), row.get("comment-id", "").strip()
        answer = _VOTES.get(row.get("vote", "").strip())
        if not voter or not statement or answer is None:
            read.leave_out(
                _(
                    "votes.csv, ligne %(rank)s : la voix ou l’énoncé manque, "
                    "ou le vote n’est ni 1, ni 0, ni -1."
                )
                % {"rank": rank}
            )
            continue
        _keep(
            read,
            ReadVote(
                voter,
                statement,
                answer,
                _moment(row.get("timestamp", "")),
                row.get("important", "").strip() in ("1", "true"),
            ),
        )


def _read_matrix(read: ReadConversation, content: bytes) -> None:
    for rank, row in _rows(content, "participants-votes.csv", ("participant",)):
        voter = row.get("participant", "").strip()
        for heading, cell in row.items():
            if not (heading.isdecimal() and cell and cell.strip()):
                continue
            answer = _VOTES.get(cell.strip())
            if answer is None or not voter:
                read.leave_out(
                    _("participants-votes.csv, ligne %(rank)s : un vote n’est pas 1, 0 ou -1.")
                    % {"rank": rank}
                )
                continue
            _keep(read, ReadVote(voter, heading, answer, None))


def _keep(read: ReadConversation, vote: ReadVote) -> None:
    """The latest vote of a voice on a statement counts; without a time, the last line does."""
    read.vote_lines += 1
    key = (vote.voter, vote.statement)
    known = read.votes.get(key)
    if known is None or (vote.at or 0) >= (known.at or 0):
        read.votes[key] = vote


def _keep_orphans(read: ReadConversation) -> None:
    for _voter, statement in read.votes:
        if statement not in read.statements:
            read.statements[statement] = ReadStatement(statement, "", "", None, -1)


def _moment(text: str) -> int | None:
    text = text.strip()
    if not text.isdecimal() or len(text) > 15:
        return None
    read = int(text)
    return read * 1000 if read < _SECONDS_BELOW else read
