"""What leads the downloader onto the local server, and a time that does not pass by itself."""

import httpx


class ToTheServer(httpx.BaseTransport):
    """Leads every address to the local server, which still sees the real one."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.real = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url.copy_with(scheme="http", host="127.0.0.1", port=self.port)
        return self.real.handle_request(
            httpx.Request(
                request.method, url, headers=request.headers, extensions=request.extensions
            )
        )

    def close(self) -> None:
        self.real.close()


class Time:
    """A clock that only pauses move."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []

    def clock(self) -> float:
        return self.now

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds
