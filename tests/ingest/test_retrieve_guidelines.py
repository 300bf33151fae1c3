import hashlib
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from ingest.download import Downloader
from ingest.registry import RegistryEntry, entry_with, read_registry
from ingest.retrieve_guidelines import Outcome, Result, retrieve_guidelines
from tests.ingest.official_client import Time, ToTheServer
from tests.ingest.official_server import (
    ERROR_PAGE,
    PAGE,
    PDF,
    OfficialServer,
    bot_wall,
    page,
    pdf,
    streams,
)

OFFICE = "http://publications.europa.eu/resource/celex/52009XG1215(01)"
PORTAL = "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:52009XG1215(01)"
CELLAR = "http://publications.europa.eu/resource/cellar/abc.0006.03"
OLD_DIALOGUES = "https://data.consilium.europa.eu/doc/document/ST-16526-2008-INIT/en/pdf"
NEW_DIALOGUES = "https://data.consilium.europa.eu/doc/document/ST-6279-2021-INIT/en/pdf"


def entry(slug: str) -> RegistryEntry:
    found = entry_with(f"guidelines-{slug}")
    assert found
    return found


TORTURE = entry("torture")
IHL = entry("international-humanitarian-law")
DIALOGUES = entry("human-rights-dialogues")


@pytest.fixture
def server() -> Iterator[OfficialServer]:
    with OfficialServer().running() as running:
        yield running


@pytest.fixture
def downloader(server: OfficialServer) -> Iterator[Downloader]:
    passing = Time()
    with Downloader(
        transport=ToTheServer(server.port), pause=passing.pause, clock=passing.clock
    ) as made:
        yield made


class NoNetwork(httpx.BaseTransport):
    """A machine without a network: no name resolves."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.host)
        message = "[Errno -2] Name or service not known"
        raise httpx.ConnectError(message, request=request)


def only(outcomes: Iterator[Outcome]) -> Outcome:
    (outcome,) = outcomes
    return outcome


def test_every_guideline_of_the_registry_is_downloaded(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    for found in read_registry():
        for address in found.addresses:
            server.give(address.url, pdf() if address.kind == "pdf" else page())
    outcomes = list(retrieve_guidelines(tmp_path, downloader))

    assert [outcome.entry for outcome in outcomes] == list(read_registry())
    assert {outcome.result for outcome in outcomes} == {Result.DOWNLOADED}
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        f"{found.id}.{'html' if found is IHL else 'pdf'}" for found in read_registry()
    )


def test_an_outcome_tells_the_file_its_digest_and_where_it_came_from(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.give(TORTURE.addresses[0].url, pdf())

    assert only(retrieve_guidelines(tmp_path, downloader, [TORTURE])) == Outcome(
        TORTURE,
        Result.DOWNLOADED,
        tmp_path / "guidelines-torture.pdf",
        hashlib.sha256(PDF).hexdigest(),
        TORTURE.addresses[0].url,
    )


@pytest.mark.parametrize("ending", ["pdf", "html", "docx"])
def test_what_is_there_is_not_asked_for(
    server: OfficialServer, downloader: Downloader, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"guidelines-torture.{ending}"
    path.write_bytes(b"by hand")
    outcome = only(retrieve_guidelines(tmp_path, downloader, [TORTURE]))

    assert (outcome.result, outcome.path) == (Result.ALREADY_THERE, path)
    assert outcome.sha256 == hashlib.sha256(b"by hand").hexdigest()
    assert server.asked == []


def test_an_empty_file_is_not_there(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    (tmp_path / "guidelines-torture.pdf").touch()
    server.give(TORTURE.addresses[0].url, pdf())

    assert only(retrieve_guidelines(tmp_path, downloader, [TORTURE])).result is Result.DOWNLOADED


def test_behind_the_bot_wall_the_publications_office_has_the_same_document(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.give(PORTAL, bot_wall())
    server.give(OFFICE, streams(CELLAR, ["notice.xml", "c_30320091215en00120017.html"]))
    server.give(f"{CELLAR}/DOC_2", page())
    outcome = only(retrieve_guidelines(tmp_path, downloader, [IHL]))

    assert outcome.path == tmp_path / f"{IHL.id}.html"
    assert outcome.path.read_bytes() == PAGE
    assert outcome.address == f"{CELLAR}/DOC_2"


def test_where_there_is_no_page_the_pdf_is_asked_for(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.give(PORTAL, bot_wall())
    server.give(OFFICE, streams(CELLAR, ["notice.xml"]), pdf())
    outcome = only(retrieve_guidelines(tmp_path, downloader, [IHL]))

    assert outcome.path == tmp_path / f"{IHL.id}.pdf"
    assert server.asked[-1].headers["accept"] == "application/pdf"


def test_the_next_address_is_tried_where_the_first_has_no_document(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.give(OLD_DIALOGUES, page(ERROR_PAGE))
    server.give(NEW_DIALOGUES, pdf())

    assert only(retrieve_guidelines(tmp_path, downloader, [DIALOGUES])).address == NEW_DIALOGUES


def test_a_failure_tells_why_and_what_to_do_by_hand(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.give(PORTAL, bot_wall())
    outcome = only(retrieve_guidelines(tmp_path, downloader, [IHL]))

    assert (outcome.result, outcome.path, outcome.address) == (Result.FAILED, None, PORTAL)
    assert "(status 202)" in outcome.reason
    assert "There is no document at http://publications.europa.eu/" in outcome.reason
    assert outcome.reason.endswith(
        f"By hand: save {PORTAL} as {tmp_path / IHL.id}.html and run it again."
    )


def test_a_failure_stops_no_other_guideline(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.give(TORTURE.addresses[0].url, pdf())
    outcomes = list(retrieve_guidelines(tmp_path, downloader, [DIALOGUES, TORTURE]))

    assert [outcome.result for outcome in outcomes] == [Result.FAILED, Result.DOWNLOADED]


def test_without_a_network_each_host_is_tried_once(tmp_path: Path) -> None:
    transport = NoNetwork()
    with Downloader(transport=transport) as downloader:
        outcomes = list(retrieve_guidelines(tmp_path, downloader))

    assert sorted(transport.asked) == [
        "data.consilium.europa.eu",
        "eur-lex.europa.eu",
        "publications.europa.eu",
    ]
    assert {outcome.result for outcome in outcomes} == {Result.FAILED}
    assert all("can't be reached" in outcome.reason for outcome in outcomes)


def test_a_run_that_was_broken_off_goes_on(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    first, second = (found.addresses[0].url for found in (TORTURE, DIALOGUES))
    server.give(first, pdf())
    server.give(second, pdf(cut_after=4_000))
    server.give(NEW_DIALOGUES, bot_wall())
    broken_off = list(retrieve_guidelines(tmp_path, downloader, [TORTURE, DIALOGUES]))
    server.give(second, pdf())
    outcomes = list(retrieve_guidelines(tmp_path, downloader, [TORTURE, DIALOGUES]))

    assert [outcome.result for outcome in broken_off] == [Result.DOWNLOADED, Result.FAILED]
    assert [outcome.result for outcome in outcomes] == [Result.ALREADY_THERE, Result.DOWNLOADED]
    assert outcomes[1].path
    assert outcomes[1].path.read_bytes() == PDF
    assert server.ranges()[-1] == "bytes=16000-"


def test_outcomes_come_one_by_one(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.give(TORTURE.addresses[0].url, pdf())
    first = next(retrieve_guidelines(tmp_path, downloader, [TORTURE, IHL]))

    assert first.entry is TORTURE
    assert len(server.asked) == 1


def test_progress_tells_which_guideline_comes(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    told: list[tuple[str, int, int | None]] = []
    server.give(TORTURE.addresses[0].url, pdf())
    outcomes = retrieve_guidelines(
        tmp_path,
        downloader,
        [TORTURE],
        lambda found, done, total: told.append((found.id, done, total)),
    )

    assert only(outcomes).result is Result.DOWNLOADED
    assert told[-1] == ("guidelines-torture", len(PDF), len(PDF))
