"""A service that speaks as much of Chroma's API (v2) as the client uses, for tests on 127.0.0.1.

Chroma's own server is never started (SECURITY.md).
"""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

COLLECTION = re.compile(
    r"/api/v2/tenants/(?P<tenant>[^/]+)/databases/(?P<database>[^/]+)/collections"
    r"(?:/(?P<name>[^/]+))?(?:/(?P<action>\w+))?"
)


@dataclass
class Service:
    """What the service holds, and what it was asked.

    After `fail_after` more writes every one is refused.
    """

    url: str = ""
    collections: dict[str, dict[str, Any]] = field(default_factory=dict)
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    places: set[tuple[str, str]] = field(default_factory=set)
    fail_after: int = 1_000_000

    def answer(self, method: str, target: str, body: Any) -> tuple[int, Any]:
        """The status and the body that answer a request."""
        path = urlsplit(target).path
        if path == "/api/v2/pre-flight-checks":
            return 200, {"max_batch_size": 1000, "supports_base64_encoding": False}
        if path == "/api/v2/auth/identity":
            return 200, {"user_id": "", "tenant": "default_tenant", "databases": []}
        match = COLLECTION.fullmatch(path)
        if match is None:
            return 200, {"id": str(uuid4()), "name": path.rpartition("/")[2], "tenant": "t"}
        self.places.add((match["tenant"], match["database"]))
        if match["name"] is None:
            return 200, self._created(match, body) if method == "POST" else [
                *self.collections.values()
            ]
        if match["action"] is None:
            return self._removed(match["name"])
        return self._acted(match["action"], body, parse_qs(urlsplit(target).query))

    def _created(self, match: re.Match[str], body: Any) -> dict[str, Any]:
        if body["name"] not in self.collections:
            self.collections[body["name"]] = {
                "id": str(uuid4()),
                "name": body["name"],
                "metadata": body.get("metadata"),
                "configuration_json": {
                    "hnsw": {"space": "cosine"}, "embedding_function": None
                },
                "tenant": match["tenant"],
                "database": match["database"],
                "dimension": None,
                "version": 0,
                "log_position": 0,
            }  # fmt: skip
        return self.collections[body["name"]]

    def _removed(self, name: str) -> tuple[int, Any]:
        self.collections.pop(name, None)
        self.records.clear()
        return 200, {}

    def _acted(self, action: str, body: Any, _: Any) -> tuple[int, Any]:
        if action == "count":
            return 200, len(self.records)
        if action == "get":
            start = body.get("offset") or 0
            ids = list(self.records)[start : start + (body.get("limit") or len(self.records))]
            return 200, {"ids": ids, "include": []}
        self.fail_after -= 1
        if self.fail_after < 0:
            return 500, {"error": "InternalError", "message": "the disk is full"}
        if action == "delete":
            for name in body["ids"]:
                self.records.pop(name, None)
            return 200, {}
        for row, name in enumerate(body["ids"]):
            self.records[name] = {
                part: body[part][row] for part in ("embeddings", "documents", "metadatas")
            }
        return 200, {}


@contextmanager
def chroma_service() -> Iterator[Service]:
    """A service on a free port of this machine."""
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            raw = self.rfile.read(length)
            service.requests.append(f"{self.command} {self.path}")
            service.headers.append({name.lower(): value for name, value in self.headers.items()})
            status, answer = service.answer(
                self.command, self.path, json.loads(raw) if raw else None
            )
            content = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_DELETE = do_PUT = _serve  # noqa: N815 - the base class's names

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
