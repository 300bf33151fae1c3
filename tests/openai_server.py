"""A local server that speaks the OpenAI protocol and says what a test tells it to.

It knows only the wire format and imports no client, so it also catches a wrong use of the client.
"""

import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """One scripted reply.

    `pieces` are streamed one by one with `pause_seconds` between them, the first after
    `delay_seconds`; the connection is cut after `cut_after` pieces; `ends` tells whether the
    stream says why it ended; `status` other than 200 sends an error instead; `garbage` sends these
    bytes and nothing else; `repeats` streams the pieces again until the reader goes away.
    """

    pieces: tuple[str, ...] = ()
    status: int = 200
    delay_seconds: float = 0.0
    pause_seconds: float = 0.0
    cut_after: int | None = None
    ends: bool = True
    finish_reason: str = "stop"
    garbage: bytes | None = None
    repeats: bool = False
    headers: dict[str, str] = field(default_factory=dict)


def said(text: str, size: int = 7) -> Reply:
    """A whole reply, streamed in pieces of `size` characters."""
    return Reply(tuple(text[i : i + size] for i in range(0, len(text), size)) or ("",))


Script = Callable[[dict[str, Any]], Reply]


class OpenAIServer:
    """Answers from a queue of replies, the last of which stays, or from a function."""

    def __init__(self, replies: Iterable[Reply] | Script) -> None:
        self.requests: list[dict[str, Any]] = []
        if callable(replies):
            self._script = replies
        else:
            waiting = deque(replies)
            self._script = lambda _: waiting.popleft() if len(waiting) > 1 else waiting[0]
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                request = json.loads(body)
                server.requests.append(request)
                try:
                    server._answer(self, request)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its signature
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}/v1"

    def _answer(self, http: BaseHTTPRequestHandler, request: dict[str, Any]) -> None:
        reply = self._script(request)
        time.sleep(reply.delay_seconds)
        if reply.status != 200:
            self._send(http, reply.status, _error(reply.status), reply.headers)
        elif reply.garbage is not None:
            http.send_response(200)
            http.send_header("Content-Type", "text/event-stream")
            http.send_header("Connection", "close")
            http.end_headers()
            http.wfile.write(reply.garbage)
            http.close_connection = True
        elif request.get("stream"):
            self._stream(http, reply, request["model"])
        else:
            self._send(http, 200, _completion(reply, request["model"]), reply.headers)

    @staticmethod
    def _send(
        http: BaseHTTPRequestHandler, status: int, body: dict[str, Any], headers: dict[str, str]
    ) -> None:
        raw = json.dumps(body).encode()
        http.send_response(status)
        http.send_header("Content-Type", "application/json")
        http.send_header("Content-Length", str(len(raw)))
        for name, value in headers.items():
            http.send_header(name, value)
        http.end_headers()
        http.wfile.write(raw)

    @staticmethod
    def _stream(http: BaseHTTPRequestHandler, reply: Reply, model: str) -> None:
        http.send_response(200)
        http.send_header("Content-Type", "text/event-stream")
        http.send_header("Transfer-Encoding", "chunked")
        http.end_headers()

        def send(data: str) -> None:
            raw = f"data: {data}\n\n".encode()
            http.wfile.write(f"{len(raw):x}\r\n".encode() + raw + b"\r\n")
            http.wfile.flush()

        def pieces() -> Iterator[str]:
            yield from reply.pieces
            while reply.repeats:
                yield from reply.pieces

        for number, piece in enumerate(pieces()):
            if number == reply.cut_after:
                http.connection.close()
                http.close_connection = True
                return
            send(json.dumps(_chunk(model, {"role": "assistant", "content": piece}, None)))
            time.sleep(reply.pause_seconds)
        if reply.ends:
            send(json.dumps(_chunk(model, {}, reply.finish_reason)))
            send("[DONE]")
        http.wfile.write(b"0\r\n\r\n")

    @contextmanager
    def running(self) -> Iterator["OpenAIServer"]:
        thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._http.shutdown()
            self._http.server_close()
            thread.join()


def _chunk(model: str, delta: dict[str, Any], finish_reason: str | None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": model,
        "choices": [choice],
    }


def _completion(reply: Reply, model: str) -> dict[str, Any]:
    message = {"role": "assistant", "content": "".join(reply.pieces)}
    choice = {"index": 0, "message": message, "finish_reason": reply.finish_reason}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 0,
        "model": model,
        "choices": [choice],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }


def _error(status: int) -> dict[str, Any]:
    return {"error": {"message": f"scripted {status}", "type": "scripted", "code": str(status)}}
