"""A language model that says what a test wants, at the place where a provider would be."""

from collections.abc import Generator, Sequence

from assistant.chat_model import ChatModel, Deadline, Failure, Message, ModelFailed


class FakeModel(ChatModel):
    """Replies in these pieces, then fails if it is to."""

    def __init__(self, *pieces: str, failure: Failure | None = None) -> None:
        self.name = "fake:model"
        self.timeout_seconds = 20.0
        self.messages: list[Message] = []
        self.closed = 0
        self._pieces: Sequence[str] = pieces
        self._failure = failure

    def stream(self, message: Message, deadline: Deadline) -> Generator[str, None, None]:
        self.messages.append(message)
        assert deadline.seconds_left > 0
        try:
            yield from self._pieces
            if self._failure:
                raise ModelFailed(self._failure)
        finally:
            self.closed += 1
