"""A language model: text in, text out, within a deadline. The only module that calls one.

LangChain makes the connection (`init_chat_model`), so any provider works that it knows. A model
may hang, drip or never end; its reply is read in a thread of its own, and whoever waits for it
stops waiting at the deadline, whatever the provider's client does.
"""

import logging
import queue
import threading
import time
from collections.abc import Generator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.errors import ModelUnusable

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

log = logging.getLogger(__name__)

MAX_RETRIES = 2
# Several times the longest answer asked for; beyond it a reply has lost its way.
MAX_REPLY_CHARACTERS = 24_000
# Metadata in which the providers say that, and why, a reply ended.
FINISH_KEYS = ("finish_reason", "stop_reason", "done_reason")
# Reasons that a reply ended before it was complete.
INCOMPLETE = frozenset({"length", "max_tokens", "model_length", "content_filter", "refusal"})
# These always say so; a stream of theirs that ends without it was cut.
ALWAYS_SAY_WHY = frozenset({"openai", "azure_openai", "mistralai", "deepseek", "groq", "xai"})
# The extra of this package that brings a provider.
EXTRAS = {
    "openai": "openai",
    "azure_openai": "openai",
    "anthropic": "anthropic",
    "mistralai": "mistral",
    "ollama": "ollama",
}


class Failure(StrEnum):
    """What went wrong with a reply."""

    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    RATE_LIMITED = "rate_limited"
    CUT_OFF = "cut_off"
    EMPTY = "empty"
    ENDLESS = "endless"
    BROKEN = "broken"
    UNSUPPORTED = "unsupported"


class ModelFailed(Exception):
    """The model gave no usable reply; `failure` says why. Never shown to a user as it is."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.value)
        self.failure = failure


@dataclass(frozen=True, slots=True)
class Message:
    """What is said to a model: the standing words and the task at hand."""

    system: str
    user: str


class Deadline:
    """The moment up to which a question may wait for models."""

    def __init__(self, seconds: float) -> None:
        """`seconds` from now."""
        self._end = time.monotonic() + seconds

    @property
    def seconds_left(self) -> float:
        """Seconds until then; 0 when it has passed."""
        return max(self._end - time.monotonic(), 0.0)


class ChatModel:
    """One configured language model. Safe to share between threads."""

    def __init__(self, name: str, model: "BaseChatModel", timeout_seconds: float) -> None:
        """`name` is "provider:model", as answers and receipts show it."""
        self.name = name
        self.timeout_seconds = timeout_seconds
        self._model = model
        self._says_why = name.partition(":")[0] in ALWAYS_SAY_WHY

    def stream(self, message: Message, deadline: Deadline) -> Generator[str, None, None]:
        """The reply in pieces, as they come. Closing the iterator lets go of the model.

        Raises ModelFailed, also in the middle.
        """
        pieces: queue.Queue[str | ModelFailed | None] = queue.Queue()
        stopped = threading.Event()
        reader = threading.Thread(
            target=self._read, args=(message, pieces, stopped), name="model reply", daemon=True
        )
        reader.start()
        try:
            characters = 0
            while True:
                try:
                    piece = pieces.get(timeout=deadline.seconds_left)
                except queue.Empty:
                    raise ModelFailed(Failure.TIMEOUT) from None
                if piece is None:
                    break
                if isinstance(piece, ModelFailed):
                    gone = characters and piece.failure is Failure.UNREACHABLE
                    raise ModelFailed(Failure.CUT_OFF) if gone else piece
                characters += len(piece)
                if characters > MAX_REPLY_CHARACTERS:
                    raise ModelFailed(Failure.ENDLESS)
                yield piece
            if not characters:
                raise ModelFailed(Failure.EMPTY)
        finally:
            stopped.set()

    def complete(self, message: Message, deadline: Deadline) -> str:
        """The whole reply. Raises ModelFailed."""
        reply = "".join(self.stream(message, deadline))
        if not reply.strip():
            raise ModelFailed(Failure.EMPTY)
        return reply

    def _read(
        self,
        message: Message,
        pieces: "queue.Queue[str | ModelFailed | None]",
        stopped: threading.Event,
    ) -> None:
        reason = None
        try:
            for chunk in self._model.stream([("system", message.system), ("human", message.user)]):
                if stopped.is_set():
                    return
                reason = reason or next(
                    (
                        chunk.response_metadata[k]
                        for k in FINISH_KEYS
                        if k in chunk.response_metadata
                    ),
                    None,
                )
                if text := str(chunk.text):
                    pieces.put(text)
            if (reason is None and self._says_why) or reason in INCOMPLETE:
                pieces.put(ModelFailed(Failure.CUT_OFF))
            else:
                pieces.put(None)
        except Exception as error:
            # The type alone: messages of providers repeat what was sent to them.
            log.warning("The model %s failed: %s", self.name, type(error).__name__)
            pieces.put(ModelFailed(_failure(error)))


def _failure(error: Exception) -> Failure:
    from langchain_core import exceptions

    kinds = (
        (exceptions.ModelRateLimitError, Failure.RATE_LIMITED),
        (exceptions.ModelTimeoutError, Failure.TIMEOUT),
        (exceptions.ModelAuthenticationError, Failure.REFUSED),
        (exceptions.ModelPermissionDeniedError, Failure.REFUSED),
        (exceptions.ModelNotFoundError, Failure.REFUSED),
        (exceptions.ModelInvalidRequestError, Failure.REFUSED),
        (exceptions.ModelConnectionError, Failure.UNREACHABLE),
        (OSError, Failure.UNREACHABLE),
    )
    return next((failure for kind, failure in kinds if isinstance(error, kind)), Failure.BROKEN)


def connect(name: str, timeout_seconds: float) -> ChatModel:
    """The model called `name`, "provider:model" as LangChain names them. Nothing is sent yet.

    Raises ModelUnusable when the name, the provider's package or a key is missing.
    """
    from langchain.chat_models import init_chat_model

    provider, _, rest = name.partition(":")
    if not rest:
        message = f'AIDE_MODEL is "{name}". Write it as provider:model, e.g. openai:gpt-4.1-mini.'
        raise ModelUnusable(message)
    try:
        model = init_chat_model(name, timeout=timeout_seconds, max_retries=MAX_RETRIES)
    except ImportError as error:
        extra = EXTRAS.get(provider)
        install = f'pip install "aide-memoire[{extra}]"' if extra else str(error)
        message = f"AIDE_MODEL is {name}, and its package is not installed. Install it: {install}"
        raise ModelUnusable(message) from error
    except ValueError as error:
        message = (
            f'AIDE_MODEL is {name}, and LangChain knows no provider "{provider}" or can\'t set it '
            "up. Try openai, azure_openai, anthropic, mistralai or ollama before the colon, and "
            "check the provider's own variables."
        )
        raise ModelUnusable(message) from error
    except Exception as error:  # every provider has errors of its own
        log.warning("Connecting %s failed: %s", name, type(error).__name__)
        message = (
            f"AIDE_MODEL is {name}, and the provider's settings are incomplete "
            f"({type(error).__name__}). Set its key, e.g. OPENAI_API_KEY for openai."
        )
        raise ModelUnusable(message) from error
    return ChatModel(name, model, timeout_seconds)
