"""Downloads a document from an official site. The only module that imports httpx.

What the sites do is known: redirects, a bot wall that answers 202 (EUR-Lex), a list of streams with
300 (Publications Office), web pages in place of a PDF. A download that breaks off goes on where it
stopped, as long as the server says that the document is still the same.
"""

import base64
import hashlib
import ipaddress
import json
import re
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from html.parser import HTMLParser
from pathlib import Path
from typing import Self

import httpx

from ingest.errors import DownloadBlocked, DownloadFailed, HostUnreachable

CONNECT_SECONDS = 10.0
# Between two pieces of an answer, and for the whole of a document with all its attempts.
READ_SECONDS = 30.0
TOTAL_SECONDS = 600.0
BETWEEN_REQUESTS_SECONDS = 1.0
MAX_WAIT_SECONDS = 60.0
DEFAULT_WAIT_SECONDS = 5.0
MAX_ATTEMPTS = 4
MAX_REDIRECTS = 10
MAX_BYTES = 200_000_000
MAX_LIST_BYTES = 1_000_000
MAX_STREAMS = 10
HEAD_BYTES = 1024
MAX_NAME_CHARACTERS = 100
USER_AGENT = "aide-memoire (reads the EU human rights guidelines, at most one request a second)"
# The header with which the bot wall in front of EUR-Lex marks its challenges.
CHALLENGE_HEADER = "x-amzn-waf-action"

Progress = Callable[[int, int | None], None]


class FileKind(StrEnum):
    """What a document comes as; the value is the ending of its file's name."""

    PDF = "pdf"
    HTML = "html"
    WORD = "docx"
    TEXT = "txt"


MEDIA_TYPES = {
    "application/pdf": FileKind.PDF,
    "application/xhtml+xml": FileKind.HTML,
    "text/html": FileKind.HTML,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": FileKind.WORD,
    "text/plain": FileKind.TEXT,
    "text/markdown": FileKind.TEXT,
}
# Media types with which servers send files of any kind.
SAYS_NOTHING = frozenset({"", "application/octet-stream", "binary/octet-stream"})
ENDINGS = {"pdf": FileKind.PDF, "html": FileKind.HTML, "xhtml": FileKind.HTML, "htm": FileKind.HTML}
NAMES = {
    FileKind.PDF: "a PDF",
    FileKind.HTML: "a web page",
    FileKind.WORD: "a Word document",
    FileKind.TEXT: "a text",
}
ALL_KINDS = tuple(FileKind)
CONTENT_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
BY_HAND = "Open the address in a browser and save the document"


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A downloaded file, the address that gave it, and the other streams the server offered."""

    path: Path
    sha256: str
    address: str
    kind: FileKind
    size: int
    other_streams: tuple[str, ...] = ()


class Downloader:
    """Fetches documents one after the other, at most one request a second to each host.

    `pause` and `clock` are those of `time`; tests give others. `transport` replaces the network.
    """

    def __init__(
        self,
        *,
        transport: httpx.BaseTransport | None = None,
        pause: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        max_bytes: int = MAX_BYTES,
        read_seconds: float = READ_SECONDS,
        total_seconds: float = TOTAL_SECONDS,
    ) -> None:
        self._pause, self._clock = pause, clock
        self._max_bytes, self._total_seconds = max_bytes, total_seconds
        self._asked_at: dict[str, float] = {}
        try:
            # trust_env: the proxies (HTTPS_PROXY, NO_PROXY) and certificates (SSL_CERT_FILE) that
            # the environment names are those an organisation's network may need.
            self._client = httpx.Client(
                transport=transport,
                trust_env=True,
                timeout=httpx.Timeout(read_seconds, connect=CONNECT_SECONDS),
                headers={"User-Agent": USER_AGENT, "Accept-Language": "en"},
            )
        except (ValueError, ImportError, OSError, httpx.InvalidURL) as error:
            message = (
                f"The network settings of the environment can't be used ({error}). "
                "Correct HTTPS_PROXY, HTTP_PROXY, ALL_PROXY or SSL_CERT_FILE."
            )
            raise DownloadFailed(message) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def fetch(
        self,
        address: str,
        folder: Path,
        *,
        name: str = "",
        kinds: tuple[FileKind, ...] = ALL_KINDS,
        progress: Progress | None = None,
    ) -> Downloaded:
        """Download `address` to `folder` as `name` with the ending of what came.

        `kinds` are those that are wanted, best first; `progress` is told the bytes so far and, if
        known, of how many. Raises DownloadFailed, DownloadBlocked or HostUnreachable.
        """
        url = _usable(address)
        kinds = _expected(url, kinds)
        part = _Part(folder, name or name_for(address), address)
        deadline = self._clock() + self._total_seconds
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for _ in range(MAX_ATTEMPTS - 1):
                try:
                    return self._attempt(url, part, kinds, progress, deadline)
                except _TryAgain as again:
                    self._pause(again.wait_seconds)
            return self._attempt(url, part, kinds, progress, deadline)
        except _TryAgain as again:
            raise DownloadFailed(again.message) from again
        except OSError as error:
            message = (
                f"{folder} can't be written ({error.strerror or error}). "
                "Free some space or choose another folder."
            )
            raise DownloadFailed(message) from error

    def _attempt(
        self,
        url: httpx.URL,
        part: "_Part",
        kinds: tuple[FileKind, ...],
        progress: Progress | None,
        deadline: float,
    ) -> Downloaded:
        offset, validator = part.kept()
        headers = {"Accept": _accept(kinds), "Accept-Encoding": "identity"}
        if offset:
            headers |= {"Range": f"bytes={offset}-", "If-Range": validator}
        with self._answer(url, headers, kinds) as (response, others):
            if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
                part.discard()
            _check_status(response)
            _refuse_wrong_kind(response, kinds)
            total = self._begin(response, part, offset)
            self._save(response, part, progress, total, deadline)
            _verify_digest(response, part)
            declared = MEDIA_TYPES.get(_media_type(response))
            kind = _kind_of(part.head(), declared)
            # An error page may come under the name of the PDF that was asked for.
            if kind not in kinds or (
                declared in {FileKind.PDF, FileKind.WORD} and kind != declared
            ):
                part.discard()
                came = NAMES[kind] if kind else "bytes of an unknown kind"
                raise DownloadFailed(
                    _wrong_kind(response, came, (declared,) if declared else kinds)
                )
            path, sha256, size = part.finish(_ending(kind, response.url))
            return Downloaded(path, sha256, str(response.url), kind, size, others)

    @contextmanager
    def _answer(
        self, url: httpx.URL, headers: dict[str, str], kinds: tuple[FileKind, ...]
    ) -> Iterator[tuple[httpx.Response, tuple[str, ...]]]:
        """The answer that brings the document; of a list of streams, the first of a wanted kind."""
        response = self._follow(url, headers)
        others: tuple[str, ...] = ()
        try:
            if response.status_code == httpx.codes.MULTIPLE_CHOICES:
                streams = _streams(self._read_list(response), response.url, kinds)
                response, others = self._first_stream(streams, response.url, url, headers, kinds)
            yield response, others
        except httpx.TransportError as error:
            raise _broken_off(response.url.host, str(error)) from error
        except httpx.DecodingError as error:
            message = f"What {response.url.host} sent can't be unpacked ({error}). {BY_HAND}."
            raise DownloadFailed(message) from error
        finally:
            response.close()

    def _first_stream(
        self,
        streams: list[httpx.URL],
        listed_at: httpx.URL,
        start: httpx.URL,
        headers: dict[str, str],
        kinds: tuple[FileKind, ...],
    ) -> tuple[httpx.Response, tuple[str, ...]]:
        for stream in streams[:MAX_STREAMS]:
            response = self._follow(_allowed(stream, start), headers)
            declared = _media_type(response)
            if declared in SAYS_NOTHING or MEDIA_TYPES.get(declared) in kinds:
                return response, tuple(str(other) for other in streams if other != stream)
            response.close()
        message = (
            f"{listed_at} offers {len(streams)} streams and none is {_any_of(kinds)}. {BY_HAND}."
        )
        raise DownloadFailed(message)

    def _read_list(self, response: httpx.Response) -> str:
        body = b""
        for piece in response.iter_bytes():
            body += piece
            if len(body) > MAX_LIST_BYTES:
                message = f"The list of streams of {response.url} does not end. {BY_HAND}."
                raise DownloadFailed(message)
        response.close()
        return body.decode("utf-8", errors="replace")

    def _follow(self, start: httpx.URL, headers: dict[str, str]) -> httpx.Response:
        """The answer behind all redirects; its body is not read yet."""
        url = start
        for _ in range(MAX_REDIRECTS + 1):
            response = self._send(url, headers)
            if not response.has_redirect_location:
                return response
            response.close()
            url = _allowed(url.join(response.headers["location"]), start)
        message = f"{start} redirects more than {MAX_REDIRECTS} times. {BY_HAND}."
        raise DownloadFailed(message)

    def _send(self, url: httpx.URL, headers: dict[str, str]) -> httpx.Response:
        turn = self._asked_at.get(url.host, float("-inf")) + BETWEEN_REQUESTS_SECONDS
        if turn > self._clock():
            self._pause(turn - self._clock())
        self._asked_at[url.host] = self._clock()
        try:
            return self._client.send(
                self._client.build_request("GET", url, headers=headers), stream=True
            )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            raise HostUnreachable(_unreachable(url.host, error)) from error
        except httpx.TransportError as error:
            raise _broken_off(url.host, str(error)) from error

    def _begin(self, response: httpx.Response, part: "_Part", offset: int) -> int | None:
        """Get the part ready for what comes; how many bytes the document has, if that is told."""
        length = response.headers.get("content-length", "")
        total = int(length) if length.isdigit() else None
        if response.status_code == httpx.codes.PARTIAL_CONTENT:
            spot = CONTENT_RANGE.fullmatch(response.headers.get("content-range", ""))
            follows = spot and offset and int(spot[1]) == offset
            if not spot or not follows or not part.continues(_validator(response)):
                part.discard()
                message = (
                    f"{response.url} gave a part that does not fit what came. Try again later."
                )
                raise _TryAgain(message)
            total = int(spot[2]) if spot[2] != "*" else None
        else:
            # An unpacked body has other offsets than the server's ranges.
            packed = response.headers.get("content-encoding", "identity") != "identity"
            part.begin("" if packed else _validator(response))
        if total is not None and total > self._max_bytes:
            part.discard()
            raise self._too_large(response.url, f"has {total:,} bytes")
        return total

    def _save(
        self,
        response: httpx.Response,
        part: "_Part",
        progress: Progress | None,
        total: int | None,
        deadline: float,
    ) -> None:
        size = part.size
        with part.path.open("ab") as file:
            # Pieces as they come: pieces of one size would wait for more and be lost with the line.
            for piece in response.iter_bytes():
                file.write(piece)
                size += len(piece)
                if size > self._max_bytes:
                    break
                if progress:
                    progress(size, total)
                if self._clock() > deadline:
                    message = (
                        f"{response.url} sent {size:,} bytes in {self._total_seconds:.0f} seconds "
                        "and is not done. Run it again to go on from there."
                    )
                    raise DownloadFailed(message)
        if size > self._max_bytes:
            part.discard()
            raise self._too_large(response.url, "does not end there")
        if response.status_code == httpx.codes.PARTIAL_CONTENT and total not in {None, size}:
            raise _broken_off(response.url.host, f"{size} of {total} bytes came")
        if not size:
            part.discard()
            message = f"{response.url} is empty (0 bytes). {BY_HAND}."
            raise DownloadFailed(message)

    def _too_large(self, url: httpx.URL, fact: str) -> DownloadFailed:
        message = f"{url} {fact}; at most {self._max_bytes:,} bytes are taken. {BY_HAND}."
        return DownloadFailed(message)


class _TryAgain(Exception):
    """Something that may go better at once or after a while; `message` is for the last time."""

    def __init__(self, message: str, wait_seconds: float = 0.0) -> None:
        super().__init__(message)
        self.message, self.wait_seconds = message, wait_seconds


@dataclass(slots=True)
class _Part:
    """The unfinished file, and beside it what tells whether the server still has the same one."""

    folder: Path
    name: str
    address: str

    @property
    def path(self) -> Path:
        return self.folder / f"{self.name}.part"

    @property
    def note(self) -> Path:
        return self.folder / f"{self.name}.part.json"

    @property
    def size(self) -> int:
        return self.path.stat().st_size

    def kept(self) -> tuple[int, str]:
        """How many bytes of an earlier try can be built on, and their validator."""
        try:
            noted = json.loads(self.note.read_text(encoding="utf-8"))
            if noted["address"] == self.address and noted["validator"]:
                return self.size, str(noted["validator"])
        except (OSError, ValueError, KeyError, TypeError):
            pass
        return 0, ""

    def begin(self, validator: str) -> None:
        self.note.unlink(missing_ok=True)
        self.path.write_bytes(b"")
        noted = {"address": self.address, "validator": validator}
        self.note.write_text(json.dumps(noted), encoding="utf-8")

    def continues(self, validator: str) -> bool:
        return validator in {"", self.kept()[1]}

    def head(self) -> bytes:
        with self.path.open("rb") as file:
            return file.read(HEAD_BYTES)

    def digest(self, algorithm: str) -> bytes:
        with self.path.open("rb") as file:
            made = hashlib.file_digest(file, lambda: hashlib.new(algorithm, usedforsecurity=False))
        return made.digest()

    def discard(self) -> None:
        self.path.unlink(missing_ok=True)
        self.note.unlink(missing_ok=True)

    def finish(self, ending: str) -> tuple[Path, str, int]:
        """Give the file its name; its path, SHA-256 and size."""
        path, sha256, size = self.folder / f"{self.name}.{ending}", self.digest("sha256"), self.size
        self.path.replace(path)
        self.note.unlink(missing_ok=True)
        return path, sha256.hex(), size


def name_for(address: str) -> str:
    """A file name without ending for an address: its host, path and query."""
    name = re.sub(r"[^\w.]+", "-", re.sub(r"^\w+://", "", address)).strip("-.")
    name = re.sub(r"\.(?:pdf|x?html?|docx|txt|md)$", "", name, flags=re.I)
    if len(name) > MAX_NAME_CHARACTERS:
        name = f"{name[:MAX_NAME_CHARACTERS]}-{hashlib.sha256(address.encode()).hexdigest()[:8]}"
    return name or "document"


def _usable(address: str) -> httpx.URL:
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL as error:
        message = f'"{address}" is no address ({error}). Give one that begins with https://.'
        raise DownloadFailed(message) from error
    if url.scheme not in {"http", "https"} or not url.host:
        message = f'"{address}" is no address of the web. Give one that begins with https://.'
        raise DownloadFailed(message)
    return url


def _allowed(target: httpx.URL, start: httpx.URL) -> httpx.URL:
    """Where a server may lead: the web, and from the public web not into a private network."""
    if target.scheme not in {"http", "https"} or not target.host:
        fact = "which is no address of the web"
    elif _is_private(target.host) and not _is_private(start.host):
        fact = "which is inside a private network"
    else:
        return target
    message = f"{start} leads to {target}, {fact}. {BY_HAND}."
    raise DownloadFailed(message)


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))


def _expected(url: httpx.URL, kinds: tuple[FileKind, ...]) -> tuple[FileKind, ...]:
    """The kinds that can come: an address that ends in "pdf" promises one."""
    if FileKind.PDF in kinds and re.search(r"[./]pdf$", url.path, re.I):
        return (FileKind.PDF,)
    return kinds


def _accept(kinds: tuple[FileKind, ...]) -> str:
    """The Accept header that asks for some kinds, the first one most."""
    types = [media_type for kind in kinds for media_type, of in MEDIA_TYPES.items() if of is kind]
    return ", ".join(
        media_type if place == 0 else f"{media_type};q={max(0.1, 1 - place / 10):.1f}"
        for place, media_type in enumerate(types)
    )


def _check_status(response: httpx.Response) -> None:
    """Raise for every answer that brings no document."""
    status, url = response.status_code, response.url
    if status == httpx.codes.ACCEPTED or CHALLENGE_HEADER in response.headers:
        message = (
            f"{url.host} asked for proof that a person is there (status {status}), as it does with "
            f"programs. {BY_HAND}: {url}"
        )
        raise DownloadBlocked(message)
    if status in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
        message = f"{url.host} refuses programs or strangers (status {status}). {BY_HAND}: {url}"
        raise DownloadBlocked(message)
    if status in {httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE}:
        wait = _wait_seconds(response)
        message = f"{url.host} is busy (status {status}) and asks to wait. Try again later."
        if wait > MAX_WAIT_SECONDS:
            message = (
                f"{url.host} is busy (status {status}) and asks to wait {wait:.0f} seconds. "
                "Try again after that."
            )
            raise DownloadFailed(message)
        raise _TryAgain(message, wait)
    if status == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
        message = f"{url} does not have the bytes that were asked for. Try again later."
        raise _TryAgain(message)
    if status in {httpx.codes.NOT_FOUND, httpx.codes.GONE}:
        message = f"There is no document at {url} (status {status}). Look for its new address."
        raise DownloadFailed(message)
    if status not in {httpx.codes.OK, httpx.codes.PARTIAL_CONTENT}:
        message = f"{url} answered with status {status}. Try again later, or by hand in a browser."
        raise DownloadFailed(message)


def _refuse_wrong_kind(response: httpx.Response, kinds: tuple[FileKind, ...]) -> None:
    """Spare a download whose header already says that it is not what is wanted."""
    declared = _media_type(response)
    if declared not in SAYS_NOTHING and MEDIA_TYPES.get(declared) not in kinds:
        raise DownloadFailed(_wrong_kind(response, f'"{declared}"', kinds))


def _wait_seconds(response: httpx.Response) -> float:
    """How long Retry-After asks to wait: a number of seconds or a date."""
    told = response.headers.get("retry-after", "")
    if told.isdigit():
        return float(told)
    try:
        return max(0.0, (parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return DEFAULT_WAIT_SECONDS


def _validator(response: httpx.Response) -> str:
    """What If-Range can compare: a strong ETag or a date; "" where the server gives neither."""
    etag: str = response.headers.get("etag", "")
    if etag and not etag.startswith("W/"):
        return etag
    return str(response.headers.get("last-modified", ""))


def _verify_digest(response: httpx.Response, part: _Part) -> None:
    """Compare with the digests that the server sends, of the whole document only."""
    if response.headers.get("content-encoding", "identity") != "identity":
        return
    told = [
        (algorithm.strip().casefold().replace("-", ""), value.strip().strip(":"))
        for header in ("digest", "repr-digest")
        for item in response.headers.get(header, "").split(",")
        for algorithm, _, value in [item.partition("=")]
    ]
    if response.status_code == httpx.codes.OK:
        told.append(("md5", response.headers.get("content-md5", "")))
    for algorithm, value in told:
        if algorithm not in {"md5", "sha256", "sha512"} or not value:
            continue
        if base64.b64encode(part.digest(algorithm)).decode() != value:
            part.discard()
            message = f"{response.url} arrived damaged ({algorithm} differs). Try again later."
            raise _TryAgain(message)


def _media_type(response: httpx.Response) -> str:
    return str(response.headers.get("content-type", "")).partition(";")[0].strip().casefold()


def _kind_of(head: bytes, declared: FileKind | None) -> FileKind | None:
    """What the first bytes of a file say that it is; None where they say nothing that is known."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"%PDF-" in head:
        return FileKind.PDF
    if head.startswith(b"PK\x03\x04"):
        return FileKind.WORD
    if b"\x00" in head:
        return None
    if start.startswith(b"<"):
        return FileKind.HTML if b"<html" in start or b"<!doctype html" in start else declared
    return FileKind.TEXT


def _ending(kind: FileKind, url: httpx.URL) -> str:
    markdown = kind is FileKind.TEXT and url.path.endswith((".md", ".markdown"))
    return "md" if markdown else kind.value


def _any_of(kinds: tuple[FileKind, ...]) -> str:
    return " or ".join(NAMES[kind] for kind in kinds)


def _wrong_kind(response: httpx.Response, came: str, kinds: tuple[FileKind, ...]) -> str:
    return f"{response.url} gave {came} instead of {_any_of(kinds)}. {BY_HAND}."


def _unreachable(host: str, error: httpx.TransportError) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return (
                f"The certificate of {host} is not trusted here ({error}). "
                "Let SSL_CERT_FILE name the file with your organisation's certificates."
            )
        cause = cause.__cause__ or cause.__context__
    return (
        f"{host} can't be reached ({error or type(error).__name__}). "
        "Check the network and the proxy (HTTPS_PROXY), or download by hand."
    )


def _broken_off(host: str, fact: str) -> _TryAgain:
    return _TryAgain(
        f"The connection to {host} broke off {MAX_ATTEMPTS} times ({fact or 'no answer in time'}). "
        "Run it again: what has come is kept."
    )


@dataclass(slots=True)
class _Stream:
    """One stream of a list: where it is, its file's name and its place in the document."""

    href: str
    name: str = ""
    order: int = 0


@dataclass
class _StreamList(HTMLParser):
    """Reads the page that the Publications Office sends with status 300."""

    found: list[_Stream] = field(default_factory=list)
    title: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.found.append(_Stream(given["href"] or ""))
        elif tag == "li":
            self.title = given.get("title") or ""

    def handle_data(self, data: str) -> None:
        if not self.found or not data.strip():
            return
        if self.title == "stream_name":
            self.found[-1].name = data.strip()
        elif self.title == "stream_order" and data.strip().isdigit():
            self.found[-1].order = int(data)


def _streams(page: str, base: httpx.URL, kinds: tuple[FileKind, ...]) -> list[httpx.URL]:
    """The streams of a list that may be of a wanted kind, in the order to try them."""
    reader = _StreamList()
    reader.feed(page)
    reader.close()
    chosen: list[tuple[int, int, int, httpx.URL]] = []
    for place, stream in enumerate(reader.found):
        kind = ENDINGS.get(stream.name.rpartition(".")[2].casefold())
        if stream.name and kind not in kinds:
            continue
        try:
            url = base.join(stream.href)
        except httpx.InvalidURL:
            continue
        chosen.append((kinds.index(kind) if kind else len(kinds), stream.order, place, url))
    return [url for *_, url in sorted(chosen, key=lambda item: item[:3])]
