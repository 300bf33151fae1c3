import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from assistant.chat_model import (
    MAX_REPLY_CHARACTERS,
    MAX_RETRIES,
    ChatModel,
    Deadline,
    Failure,
    Message,
    ModelFailed,
    connect,
)
from assistant.errors import ModelUnusable
from tests.openai_server import OpenAIServer, Reply, said

MESSAGE = Message("You answer briefly.", "Confidential: who was arrested?")
TEXT = "Nobody was arrested, as far as the plan tells."
NAME = "openai:gpt-test"
SHORT, LONG = 0.3, 20.0

Serve = Callable[..., tuple[OpenAIServer, ChatModel]]


@pytest.fixture(autouse=True)
def provider_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key, and no tracing."""
    monkeypatch.setenv("LANGSMITH_TRACING", "false")
    monkeypatch.setenv("OPENAI_API_KEY", "test")


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Starts a server with these replies and connects the real client to it."""
    with ExitStack() as running:

        def start(*replies: Reply) -> tuple[OpenAIServer, ChatModel]:
            server = running.enter_context(OpenAIServer(replies).running())
            monkeypatch.setenv("OPENAI_BASE_URL", server.url)
            return server, connect(NAME, LONG)

        yield start


def read(model: ChatModel, seconds: float = LONG) -> tuple[list[str], Failure | None]:
    """The pieces that come, and what ended them before their time."""
    pieces: list[str] = []
    try:
        pieces.extend(model.stream(MESSAGE, Deadline(seconds)))
    except ModelFailed as error:
        return pieces, error.failure
    return pieces, None


def readers() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.name == "model reply"}


def ended(threads: set[threading.Thread]) -> bool:
    for thread in threads:
        thread.join(timeout=10)
    return not any(thread.is_alive() for thread in threads)


def test_a_reply_comes_in_pieces(serve: Serve) -> None:
    _, model = serve(said(TEXT))
    pieces, failure = read(model)

    assert failure is None
    assert "".join(pieces) == TEXT
    assert len(pieces) > 1
    assert all(pieces)


def test_a_piece_is_given_before_the_reply_is_whole(serve: Serve) -> None:
    _, model = serve(Reply(("first", "second"), repeats=True, pause_seconds=0.01))
    stream = model.stream(MESSAGE, Deadline(LONG))

    assert next(stream) == "first"


def test_the_model_is_sent_its_name_and_both_parts_of_the_message(serve: Serve) -> None:
    server, model = serve(said(TEXT))
    read(model)
    (request,) = server.requests

    assert request["model"] == "gpt-test"
    assert [(part["role"], part["content"]) for part in request["messages"]] == [
        ("system", MESSAGE.system),
        ("user", MESSAGE.user),
    ]


def test_nothing_is_sent_before_a_reply_is_wanted(serve: Serve) -> None:
    server, model = serve(said(TEXT))
    model.stream(MESSAGE, Deadline(LONG))

    assert server.requests == []


def test_a_whole_reply_is_one_text(serve: Serve) -> None:
    _, model = serve(said(TEXT))

    assert model.complete(MESSAGE, Deadline(LONG)) == TEXT


def test_one_model_answers_several_times(serve: Serve) -> None:
    _, model = serve(said("one"), said("two"))

    assert [model.complete(MESSAGE, Deadline(LONG)) for _ in range(2)] == ["one", "two"]


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_a_refusal_is_not_tried_again(serve: Serve, status: int) -> None:
    server, model = serve(Reply(status=status), said(TEXT))

    assert read(model) == ([], Failure.REFUSED)
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [429, 500, 503])
def test_an_error_that_may_pass_is_tried_again(serve: Serve, status: int) -> None:
    server, model = serve(Reply(status=status), said(TEXT))

    assert model.complete(MESSAGE, Deadline(LONG)) == TEXT
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("status", "failure"), [(429, Failure.RATE_LIMITED), (500, Failure.BROKEN)]
)
def test_an_error_that_stays_is_a_failure(serve: Serve, status: int, failure: Failure) -> None:
    server, model = serve(Reply(status=status))

    assert read(model) == ([], failure)
    assert len(server.requests) == 1 + MAX_RETRIES


def test_a_model_that_hangs_is_waited_for_until_the_deadline(serve: Serve) -> None:
    before = readers()
    _, model = serve(Reply((TEXT,), delay_seconds=3 * SHORT))

    assert read(model, SHORT) == ([], Failure.TIMEOUT)
    assert ended(readers() - before)


def test_a_model_that_drips_is_read_until_the_deadline(serve: Serve) -> None:
    before = readers()
    _, model = serve(Reply(("drop",), repeats=True, pause_seconds=SHORT / 10))
    pieces, failure = read(model, 3 * SHORT)

    assert failure is Failure.TIMEOUT
    assert set(pieces) == {"drop"}
    assert ended(readers() - before)


def test_a_deadline_that_has_passed_leaves_no_time(serve: Serve) -> None:
    _, model = serve(Reply((TEXT,), delay_seconds=SHORT))

    assert Deadline(-1).seconds_left == 0
    assert read(model, 0) == ([], Failure.TIMEOUT)


def test_a_connection_that_is_cut_is_a_failure_behind_the_pieces_that_came(serve: Serve) -> None:
    _, model = serve(Reply(("one", "two", "three"), cut_after=2))

    assert read(model) == (["one", "two"], Failure.CUT_OFF)


def test_a_stream_that_ends_without_a_reason_was_cut(serve: Serve) -> None:
    _, model = serve(Reply(("one", "two"), ends=False))

    assert read(model) == (["one", "two"], Failure.CUT_OFF)


def test_a_reply_that_was_too_long_for_the_model_was_cut(serve: Serve) -> None:
    _, model = serve(Reply(("one", "two"), finish_reason="length"))

    assert read(model) == (["one", "two"], Failure.CUT_OFF)


def test_a_provider_that_gives_no_reasons_may_end_without_one() -> None:
    fake = GenericFakeChatModel(messages=iter([AIMessage("one two")]))

    assert read(ChatModel("ollama:test", fake, LONG)) == (["one", " ", "two"], None)


def test_the_same_end_of_a_provider_that_always_gives_reasons_is_a_cut() -> None:
    fake = GenericFakeChatModel(messages=iter([AIMessage("one two")]))

    assert read(ChatModel("mistralai:test", fake, LONG))[1] is Failure.CUT_OFF


def test_a_reply_without_a_character_is_a_failure(serve: Serve) -> None:
    _, model = serve(said(""))

    assert read(model) == ([], Failure.EMPTY)


def test_a_whole_reply_of_white_space_is_a_failure(serve: Serve) -> None:
    _, model = serve(said(" \n\t "))

    with pytest.raises(ModelFailed) as caught:
        model.complete(MESSAGE, Deadline(LONG))

    assert caught.value.failure is Failure.EMPTY


def test_a_reply_that_does_not_end_is_read_up_to_a_limit(serve: Serve) -> None:
    before = readers()
    server, model = serve(Reply(("x" * 1000,), repeats=True, pause_seconds=0.001))
    pieces, failure = read(model)

    assert failure is Failure.ENDLESS
    assert len("".join(pieces)) == MAX_REPLY_CHARACTERS
    assert len(server.requests) == 1
    assert ended(readers() - before)


def test_the_longest_reply_that_fits_is_taken(serve: Serve) -> None:
    _, model = serve(said("x" * MAX_REPLY_CHARACTERS, 1000))

    assert len(model.complete(MESSAGE, Deadline(LONG))) == MAX_REPLY_CHARACTERS


@pytest.mark.parametrize(
    "garbage", [b"\xff\xfe\x00\x80\n\n", b"data: {not JSON}\n\n", b"data: [1, 2\n\n"]
)
def test_bytes_that_are_no_reply_are_a_failure(serve: Serve, garbage: bytes) -> None:
    _, model = serve(Reply(garbage=garbage))

    assert read(model) == ([], Failure.BROKEN)


@pytest.mark.parametrize("garbage", [b"", b"\n\n\n", b"<html>Proxy</html>"])
def test_an_answer_without_any_piece_is_a_failure(serve: Serve, garbage: bytes) -> None:
    _, model = serve(Reply(garbage=garbage))
    pieces, failure = read(model)

    assert pieces == []
    assert failure in {Failure.CUT_OFF, Failure.BROKEN}


def test_a_server_that_is_not_there_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    with OpenAIServer([said(TEXT)]).running() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        model = connect(NAME, LONG)

    assert read(model) == ([], Failure.UNREACHABLE)


def test_closing_the_iterator_stops_the_reader(serve: Serve) -> None:
    before = readers()
    _, model = serve(Reply(("drop",), repeats=True, pause_seconds=0.01))
    stream = model.stream(MESSAGE, Deadline(LONG))
    first = next(stream)
    running = readers() - before
    stream.close()

    assert first == "drop"
    assert len(running) == 1
    assert ended(running)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=400),
        Reply(status=401),
        Reply(garbage=f"data: {{{MESSAGE.user} scripted}}\n\n".encode()),
        Reply(("scripted", "scripted"), cut_after=1),
    ],
)
def test_of_a_failure_only_its_type_is_logged(
    serve: Serve, caplog: pytest.LogCaptureFixture, reply: Reply
) -> None:
    caplog.set_level("INFO")
    _, model = serve(reply)
    _, failure = read(model)

    assert failure
    assert f"The model {NAME} failed: " in caplog.text
    assert "scripted" not in caplog.text
    assert "Confidential" not in caplog.text


def test_nothing_of_a_message_or_a_reply_is_logged(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    _, model = serve(said(TEXT, len(TEXT)))

    assert model.complete(MESSAGE, Deadline(LONG)) == TEXT
    assert TEXT not in caplog.text
    assert "Confidential" not in caplog.text


def problem(name: str) -> str:
    with pytest.raises(ModelUnusable) as caught:
        connect(name, LONG)
    return str(caught.value)


@pytest.mark.parametrize("name", ["", "gpt-4.1-mini", "openai:", "openai"])
def test_a_name_without_provider_and_model_is_explained(name: str) -> None:
    assert problem(name).startswith(f'AIDE_MODEL is "{name}". Write it as provider:model, e.g. ')


@pytest.mark.parametrize("provider", ["no-such-provider", "", "open ai"])
def test_a_provider_that_nobody_knows_is_named(provider: str) -> None:
    assert f'LangChain knows no provider "{provider}"' in problem(f"{provider}:large")


def test_a_provider_whose_package_is_missing_is_named_with_the_extra_that_brings_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "langchain_anthropic", None)

    assert problem("anthropic:claude-test") == (
        "AIDE_MODEL is anthropic:claude-test, and its package is not installed. "
        'Install it: pip install "aide-memoire[anthropic]"'
    )


def test_a_provider_without_an_extra_is_named_with_its_package(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "langchain_groq", None)

    assert "langchain-groq" in problem("groq:llama-test")


@pytest.mark.parametrize("key", [None, ""])
def test_a_missing_key_is_named(monkeypatch: pytest.MonkeyPatch, key: str | None) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    if key is not None:
        monkeypatch.setenv("OPENAI_API_KEY", key)

    assert problem(NAME).endswith("Set its key, e.g. OPENAI_API_KEY for openai.")


def test_of_a_setup_that_fails_only_the_type_of_the_error_is_logged(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    problem(NAME)

    assert [record.getMessage() for record in caplog.records] == [
        f"Connecting {NAME} failed: OpenAIError"
    ]


def replies(model: ChatModel, count: int) -> list[str]:
    """What `count` threads get that ask the same model at once."""
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(model.complete(MESSAGE, Deadline(LONG))))
        for _ in range(count)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_threads_share_a_model(serve: Serve) -> None:
    _, model = serve(said(TEXT))

    assert replies(model, 8) == [TEXT] * 8
