"""A local server that behaves like the sites with official documents, the awkward ways included.

It knows HTTP only and imports no client. A test maps the real addresses onto it.
"""

import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

PDF = b"%PDF-1.7\n" + bytes(range(128, 228)) * 400 + b"\n%%EOF\n"
PAGE = b"<!DOCTYPE html><html><body><p>1. The purpose of these Guidelines.</p></body></html>"
ERROR_PAGE = b"<html><head><title>Sorry</title></head><body>Page not available</body></html>"
PIECE = 1000


@dataclass(frozen=True)
class Answer:
    """One answer.

    `ranges` tells whether the server serves parts when it is asked to; `cut_after` closes the
    connection after so many bytes of the body; `ignores_if_range` serves a part of a document that
    changed; `endless` repeats the body for ever; `pause_seconds` passes before each piece;
    `length` tells how long the body is, a body of unknown length ends with the connection.
    """

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    ranges: bool = True
    cut_after: int | None = None
    ignores_if_range: bool = False
    endless: bool = False
    pause_seconds: float = 0.0
    length: bool = True


def pdf(body: bytes = PDF, **given: Any) -> Answer:
    """A PDF as the Council's register sends it."""
    headers = {"Content-Type": "application/pdf", "ETag": '"one"'} | given.pop("headers", {})
    return Answer(body, headers=headers, **given)


def page(body: bytes = PAGE, **given: Any) -> Answer:
    headers = {"Content-Type": "text/html;charset=UTF-8"} | given.pop("headers", {})
    return Answer(body, headers=headers, **given)


def redirect(location: str, status: int = 302) -> Answer:
    return Answer(status=status, headers={"Location": location})


def bot_wall() -> Answer:
    """What EUR-Lex answers programs: accepted, and a page with a challenge."""
    headers = {"Content-Type": "text/html", "x-amzn-waf-action": "challenge"}
    return Answer(b"<html><script>challenge()</script></html>", 202, headers)


def streams(base: str, names: Iterable[str]) -> Answer:
    """The list with which the Publications Office answers when a document has several streams."""
    items = "".join(
        f'<li title="item"><a href="{base}/DOC_{order}">'
        f'<span class="stream_page_physical_first"></span>&nbsp;-&nbsp;'
        f'<span class="url">({base}/DOC_{order})</span></a><ul>'
        f'<li title="stream_name">{name}</li><li title="stream_label">act</li>'
        f'<li title="stream_order" id="streamOrder">{order}</li></ul></li>'
        for order, name in enumerate(names, start=1)
    )
    body = (
        "<html><head><title>300 Multiple-Choice Response</title></head><body> List of URI's:"
        f'<ul><li title="manifestation">cellar:0001.03<ul>{items}</ul></li></ul></body></html>'
    )
    return Answer(body.encode(), 300, {"Content-Type": "text/html;charset=UTF-8"})


@dataclass(frozen=True)
class Asked:
    """One request as it came in."""

    url: str
    headers: dict[str, str]


class OfficialServer:
    """Answers each address from its own list of answers, the last of which stays."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self._answers: dict[str, list[Answer]] = defaultdict(list)
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                try:
                    server._serve(self)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its signature
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.port = self._http.server_port

    def give(self, url: str, *answers: Answer) -> None:
        """What to answer at an address of the web, one answer after the other."""
        self._answers[_key(url)] = list(answers)

    def urls(self) -> list[str]:
        return [asked.url for asked in self.asked]

    def ranges(self) -> list[str | None]:
        return [asked.headers.get("range") for asked in self.asked]

    def _serve(self, http: BaseHTTPRequestHandler) -> None:
        headers = {name.lower(): value for name, value in http.headers.items()}
        absolute = http.path.startswith("http")
        url = http.path if absolute else f"http://{headers['host']}{http.path}"
        self.asked.append(Asked(url, headers))
        waiting = self._answers.get(_key(url)) or [Answer(b"Not found", 404)]
        answer = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        self._send(http, answer, headers)

    def _send(self, http: BaseHTTPRequestHandler, answer: Answer, asked: dict[str, str]) -> None:
        body, status, headers = answer.body, answer.status, dict(answer.headers)
        start = self._start_of_part(answer, asked)
        if start is not None and start >= len(body):
            status, body = 416, b""
        elif start is not None:
            status, body = 206, body[start:]
            headers["Content-Range"] = f"bytes {start}-{len(answer.body) - 1}/{len(answer.body)}"
        http.send_response(status)
        for name, value in headers.items():
            http.send_header(name, value)
        if answer.length and not answer.endless:
            http.send_header("Content-Length", str(len(body)))
        else:
            http.send_header("Connection", "close")
        http.end_headers()
        sent = 0
        while True:
            for place in range(0, len(body), PIECE):
                piece = body[place : place + PIECE]
                if answer.cut_after is not None and sent + len(piece) > answer.cut_after:
                    http.wfile.write(piece[: answer.cut_after - sent])
                    http.close_connection = True
                    return
                time.sleep(answer.pause_seconds)
                http.wfile.write(piece)
                sent += len(piece)
            if not answer.endless:
                return

    def _start_of_part(self, answer: Answer, asked: dict[str, str]) -> int | None:
        """Where the part that was asked for begins; None for the whole document."""
        if not answer.ranges or answer.status != 200 or "range" not in asked:
            return None
        same = asked.get("if-range") in {
            answer.headers.get("ETag"),
            answer.headers.get("Last-Modified"),
        }
        if not same and not answer.ignores_if_range:
            return None
        return int(asked["range"].removeprefix("bytes=").rstrip("-"))

    @contextmanager
    def running(self) -> Iterator["OfficialServer"]:
        thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._http.shutdown()
            self._http.server_close()
            thread.join()


def _key(url: str) -> str:
    """An address without its scheme: what was asked for over the local connection is not known."""
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}?{parts.query}"
