import base64
import hashlib
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.download import MAX_ATTEMPTS, Downloader, FileKind, name_for
from ingest.errors import DownloadBlocked, DownloadFailed, HostUnreachable
from tests.ingest.official_client import Time, ToTheServer
from tests.ingest.official_server import (
    ERROR_PAGE,
    PAGE,
    PDF,
    Answer,
    OfficialServer,
    bot_wall,
    page,
    pdf,
    redirect,
    streams,
)

COUNCIL = "https://data.consilium.europa.eu/doc/document/ST-12107-2019-INIT/en/pdf"
OFFICE = "http://publications.europa.eu/resource/celex/52009XG1215(01)"
CELLAR = "http://publications.europa.eu/resource/cellar/abc.0001.03"
PORTAL = "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:52020JC0005"
PDF_ONLY = (FileKind.PDF,)
HTML_ONLY = (FileKind.HTML,)


@pytest.fixture
def server() -> Iterator[OfficialServer]:
    with OfficialServer().running() as running:
        yield running


@pytest.fixture
def passing() -> Time:
    return Time()


@pytest.fixture
def downloader(server: OfficialServer, passing: Time) -> Iterator[Downloader]:
    with Downloader(
        transport=ToTheServer(server.port),
        pause=passing.pause,
        clock=passing.clock,
        max_bytes=100_000,
        read_seconds=5.0,
    ) as made:
        yield made


def in_base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_document_is_saved_with_its_digest_and_where_it_came_from(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.give(COUNCIL, pdf())
    got = downloader.fetch(COUNCIL, tmp_path / "new" / "folder", name="guidelines-torture")

    assert got.path == tmp_path / "new" / "folder" / "guidelines-torture.pdf"
    assert got.path.read_bytes() == PDF
    assert got.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (got.kind, got.size, got.address) == (FileKind.PDF, len(PDF), COUNCIL)
    assert files(tmp_path / "new" / "folder") == ["guidelines-torture.pdf"]


def test_the_server_is_told_who_asks_and_what_is_wanted(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.give(OFFICE, page())
    downloader.fetch(OFFICE, tmp_path, kinds=(FileKind.HTML, FileKind.PDF))
    headers = server.asked[0].headers

    assert headers["user-agent"].startswith("aide-memoire")
    assert "@" not in headers["user-agent"]
    assert headers["accept"] == "application/xhtml+xml, text/html;q=0.9, application/pdf;q=0.8"
    assert headers["accept-language"] == "en"
    assert headers["accept-encoding"] == "identity"


def test_a_file_without_a_given_name_is_named_for_its_address(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.give(COUNCIL, pdf())
    got = downloader.fetch(COUNCIL, tmp_path)

    assert got.path.name == ("data.consilium.europa.eu-doc-document-ST-12107-2019-INIT-en-pdf.pdf")


@given(st.text())
def test_a_name_is_always_one_file_inside_the_folder(address: str) -> None:
    name = name_for(f"https://{address}")

    assert name
    assert Path(name).name == name
    assert name not in {".", ".."}
    assert len(name) < 120


def test_different_long_addresses_have_different_names() -> None:
    long = "https://example.eu/" + "a" * 200

    assert name_for(long + "/1") != name_for(long + "/2")


def test_redirects_are_followed_and_the_last_address_is_told(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.give(OFFICE, redirect("/resource/cellar/x", 303))
    server.give("http://publications.europa.eu/resource/cellar/x", redirect(CELLAR, 301))
    server.give(CELLAR, page())
    got = downloader.fetch(OFFICE, tmp_path, name="x")

    assert got.address == CELLAR
    assert got.path.read_bytes() == PAGE
    assert [asked.headers["accept-language"] for asked in server.asked] == ["en"] * 3


def test_redirects_without_end_are_given_up(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.give(COUNCIL, redirect(COUNCIL))

    with pytest.raises(DownloadFailed, match=r"redirects more than 10 times\. Open the address"):
        downloader.fetch(COUNCIL, tmp_path)


@pytest.mark.parametrize(
    ("location", "fact"),
    [
        ("file:///etc/passwd", "no address of the web"),
        ("ftp://example.eu/a", "no address of the web"),
        ("http://169.254.169.254/latest", "inside a private network"),
        ("http://127.0.0.1:5432/", "inside a private network"),
        ("http://[::1]/", "inside a private network"),
        ("http://localhost/", "inside a private network"),
        ("http://example.eu:port/", "Invalid URL in location header"),
    ],
)
def test_a_server_leads_nowhere_but_to_the_public_web(
    server: OfficialServer, downloader: Downloader, tmp_path: Path, location: str, fact: str
) -> None:
    server.give(COUNCIL, redirect(location))

    with pytest.raises(DownloadFailed, match=fact):
        downloader.fetch(COUNCIL, tmp_path)
    assert set(server.urls()) == {COUNCIL.replace("https", "http")}


def test_a_private_server_may_lead_to_private_addresses(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.give("http://192.168.1.5/a", redirect("http://192.168.1.6/b"))
    server.give("http://192.168.1.6/b", pdf())

    assert downloader.fetch("http://192.168.1.5/a", tmp_path).kind is FileKind.PDF


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://example.eu",
        "ST 12107/19",
        "",
        "https://",
        "https://example.eu:port",
    ],
)
def test_what_is_no_address_of_the_web_is_refused(
    server: OfficialServer, downloader: Downloader, tmp_path: Path, address: str
) -> None:
    with pytest.raises(DownloadFailed, match=r"is no address .*Give one that begins with https://"):
        downloader.fetch(address, tmp_path)
    assert server.asked == []


def test_a_bot_wall_is_named_with_what_to_do(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.give(PORTAL, bot_wall())

    with pytest.raises(
        DownloadBlocked, match=r"eur-lex.* \(status 202\).*Open the address in a browser and save"
    ):
        downloader.fetch(PORTAL, tmp_path)
    assert len(server.asked) == 1
    assert files(tmp_path) == []


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"", 202),
        Answer(b"Forbidden", 403),
        page(headers={"x-amzn-waf-action": "captcha"}),
    ],
)
def test_other_ways_of_turning_programs_away_are_known_too(
    server: OfficialServer, downloader: Downloader, tmp_path: Path, answer: Answer
) -> None:
    server.give(PORTAL, answer)

    with pytest.raises(DownloadBlocked):
        downloader.fetch(PORTAL, tmp_path)


def test_of_a_list_of_streams_the_first_of_the_best_wanted_kind_is_taken(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    names = ["notice.doc.xml", "act.pdf", "1_EN_ACT_part1.html", "1_EN_annexe.html"]
    server.give(OFFICE, streams(CELLAR, names))
    server.give(f"{CELLAR}/DOC_3", page())
    got = downloader.fetch(OFFICE, tmp_path, name="x", kinds=(FileKind.HTML, FileKind.PDF))

    assert got.path.read_bytes() == PAGE
    assert got.address == f"{CELLAR}/DOC_3"
    assert got.other_streams == (f"{CELLAR}/DOC_4", f"{CELLAR}/DOC_2")
    assert server.urls()[1:] == [f"{CELLAR}/DOC_3"]


def test_a_stream_without_a_name_is_judged_by_its_media_type(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    listed = f'<ul><li><a href="{CELLAR}/1">one</a></li><li><a href="{CELLAR}/2">two</a></li></ul>'
    server.give(OFFICE, Answer(listed.encode(), 300, {"Content-Type": "text/html"}))
    server.give(f"{CELLAR}/1", Answer(b"<NOTICE/>", headers={"Content-Type": "application/xml"}))
    server.give(f"{CELLAR}/2", pdf())
    got = downloader.fetch(OFFICE, tmp_path, name="x", kinds=PDF_ONLY)

    assert (got.kind, got.address) == (FileKind.PDF, f"{CELLAR}/2")


@pytest.mark.parametrize(
    "answer", [streams(CELLAR, ["a.xml", "b.tif"]), streams(CELLAR, []), Answer(b"\xff\x00<a", 300)]
)
def test_a_list_without_a_wanted_stream_is_a_failure(
    server: OfficialServer, downloader: Downloader, tmp_path: Path, answer: Answer
) -> None:
    server.give(OFFICE, answer)

    with pytest.raises(DownloadFailed, match=r"streams and none is a web page\. Open the address"):
        downloader.fetch(OFFICE, tmp_path, kinds=HTML_ONLY)


def test_a_list_may_not_lead_into_a_private_network(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.give(OFFICE, streams("http://10.0.0.1", ["a.html"]))

    with pytest.raises(DownloadFailed, match="inside a private network"):
        downloader.fetch(OFFICE, tmp_path)


def test_a_list_without_end_is_given_up(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.give(OFFICE, Answer(b"<li>" * 1000, 300, endless=True))

    with pytest.raises(DownloadFailed, match="does not end"):
        downloader.fetch(OFFICE, tmp_path)


def test_a_cut_download_goes_on_where_it_stopped(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.give(COUNCIL, pdf(cut_after=15_500), pdf())
    got = downloader.fetch(COUNCIL, tmp_path, name="x")

    assert got.path.read_bytes() == PDF
    assert server.ranges() == [None, "bytes=15500-"]
    assert server.asked[1].headers["if-range"] == '"one"'


def test_the_next_run_goes_on_where_the_last_one_was_given_up(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.give(COUNCIL, pdf(cut_after=5_000))
    with pytest.raises(DownloadFailed, match=r"broke off 4 times .*what has come is kept"):
        downloader.fetch(COUNCIL, tmp_path, name="x")
    kept = (tmp_path / "x.part").stat().st_size
    server.give(COUNCIL, pdf())
    got = downloader.fetch(COUNCIL, tmp_path, name="x")

    assert kept == MAX_ATTEMPTS * 5_000
    assert server.ranges()[-1] == f"bytes={kept}-"
    assert got.sha256 == hashlib.sha256(PDF).hexdigest()


def test_a_date_serves_where_the_server_gives_no_strong_etag(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    dated = {"ETag": 'W/"weak"', "Last-Modified": "Mon, 16 Sep 2019 10:00:00 GMT"}
    server.give(COUNCIL, pdf(headers=dated, cut_after=1500), pdf(headers=dated))
    got = downloader.fetch(COUNCIL, tmp_path, name="x")

    assert got.path.read_bytes() == PDF
    assert server.asked[1].headers["if-range"] == dated["Last-Modified"]


def test_without_a_validator_a_cut_download_starts_anew(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    bare = {"ETag": ""}
    server.give(COUNCIL, pdf(headers=bare, cut_after=1500), pdf(headers=bare))
    got = downloader.fetch(COUNCIL, tmp_path, name="x")

    assert got.path.read_bytes() == PDF
    assert server.ranges() == [None, None]


def test_a_server_without_ranges_sends_everything_again(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.give(COUNCIL, pdf(cut_after=1500), pdf(ranges=False))

    assert downloader.fetch(COUNCIL, tmp_path, name="x").path.read_bytes() == PDF


@pytest.mark.parametrize("ignores", [False, True])
def test_two_versions_are_never_joined(
    server: OfficialServer, downloader: Downloader, tmp_path: Path, *, ignores: bool
) -> None:
    newer = PDF.replace(b"1.7", b"2.0")[::1] + b"newer"
    changed = pdf(newer, headers={"ETag": '"two"'}, ignores_if_range=ignores)
    server.give(COUNCIL, pdf(cut_after=20_000), changed)

    assert downloader.fetch(COUNCIL, tmp_path, name="x").path.read_bytes() == newer


@pytest.mark.parametrize("told", ["bytes 0-9/40024", "bytes 500-900/40024", "all", ""])
def test_a_part_that_was_not_asked_for_is_not_taken_for_the_document(
    server: OfficialServer, downloader: Downloader, tmp_path: Path, told: str
) -> None:
    server.give(COUNCIL, pdf(PDF[:10], status=206, headers={"Content-Range": told, "ETag": ""}))

    with pytest.raises(DownloadFailed, match="gave a part that does not fit what came"):
        downloader.fetch(COUNCIL, tmp_path)
    assert files(tmp_path) == []


def test_what_was_kept_of_another_address_is_not_built_on(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.give(COUNCIL, pdf(cut_after=1500))
    with pytest.raises(DownloadFailed):
        downloader.fetch(COUNCIL, tmp_path, name="x")
    server.give(OFFICE, pdf())
    got = downloader.fetch(OFFICE, tmp_path, name="x")

    assert server.ranges()[-1] is None
    assert got.path.read_bytes() == PDF


@pytest.mark.parametrize("note", ["", "{", "[]", '{"address": 1}', "null"])
def test_a_damaged_note_beside_the_part_means_a_new_start(
    server: OfficialServer, downloader: Downloader, tmp_path: Path, note: str
) -> None:
    (tmp_path / "x.part").write_bytes(b"%PDF-rubbish")
    (tmp_path / "x.part.json").write_text(note, encoding="utf-8")
    server.give(COUNCIL, pdf())

    assert downloader.fetch(COUNCIL, tmp_path, name="x").path.read_bytes() == PDF


def test_a_part_that_is_longer_than_the_document_is_thrown_away(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    longer = pdf(PDF * 2, cut_after=len(PDF) + 500)
    server.give(COUNCIL, longer, pdf())

    assert downloader.fetch(COUNCIL, tmp_path, name="x").path.read_bytes() == PDF
    assert server.ranges() == [None, f"bytes={len(PDF) + 500}-", None]


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again_after_the_time_it_tells(
    server: OfficialServer, downloader: Downloader, passing: Time, tmp_path: Path, status: int
) -> None:
    server.give(COUNCIL, Answer(b"", status, {"Retry-After": "17"}), pdf())

    assert downloader.fetch(COUNCIL, tmp_path, name="x").size == len(PDF)
    assert passing.pauses == [17.0]


def test_retry_after_may_be_a_date(
    server: OfficialServer, downloader: Downloader, passing: Time, tmp_path: Path
) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    server.give(COUNCIL, Answer(b"", 503, {"Retry-After": date}), pdf())
    downloader.fetch(COUNCIL, tmp_path, name="x")

    assert 0 < passing.pauses[0] <= 30


@pytest.mark.parametrize("told", [{}, {"Retry-After": "soon"}, {"Retry-After": "-5"}])
def test_a_busy_server_that_tells_no_time_is_given_a_little(
    server: OfficialServer,
    downloader: Downloader,
    passing: Time,
    tmp_path: Path,
    told: dict[str, str],
) -> None:
    server.give(COUNCIL, Answer(b"", 429, told), pdf())
    downloader.fetch(COUNCIL, tmp_path, name="x")

    assert passing.pauses == [5.0]


def test_a_server_that_stays_busy_is_given_up(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.give(COUNCIL, Answer(b"", 503, {"Retry-After": "1"}))

    with pytest.raises(DownloadFailed, match=r"is busy \(status 503\).*Try again later"):
        downloader.fetch(COUNCIL, tmp_path)
    assert len(server.asked) == MAX_ATTEMPTS


def test_a_server_that_wants_a_long_wait_is_not_waited_for(
    server: OfficialServer, downloader: Downloader, passing: Time, tmp_path: Path
) -> None:
    server.give(COUNCIL, Answer(b"", 429, {"Retry-After": "3600"}))

    with pytest.raises(DownloadFailed, match="asks to wait 3600 seconds"):
        downloader.fetch(COUNCIL, tmp_path)
    assert passing.pauses == []


def test_a_host_is_asked_once_a_second_at_most(
    server: OfficialServer, downloader: Downloader, passing: Time, tmp_path: Path
) -> None:
    server.give(OFFICE, redirect(CELLAR))
    server.give(CELLAR, page())
    server.give(COUNCIL, pdf())
    for address in (OFFICE, COUNCIL, COUNCIL):
        downloader.fetch(address, tmp_path, name="x")

    assert passing.pauses == [1.0, 1.0]


def test_two_hosts_need_not_wait_for_each_other(
    server: OfficialServer, downloader: Downloader, passing: Time, tmp_path: Path
) -> None:
    server.give(CELLAR, page())
    server.give(COUNCIL, pdf())
    for address in (CELLAR, COUNCIL):
        downloader.fetch(address, tmp_path, name="x")

    assert passing.pauses == []


@pytest.mark.parametrize(
    ("status", "fact"),
    [
        (404, r"There is no document at .*\(status 404\)"),
        (410, r"There is no document at .*\(status 410\)"),
        (400, "answered with status 400"),
        (500, "answered with status 500"),
        (204, "answered with status 204"),
        (304, "answered with status 304"),
    ],
)
def test_an_answer_without_a_document_is_named(
    server: OfficialServer, downloader: Downloader, tmp_path: Path, status: int, fact: str
) -> None:
    server.give(COUNCIL, Answer(b"", status))

    with pytest.raises(DownloadFailed, match=fact):
        downloader.fetch(COUNCIL, tmp_path)
    assert files(tmp_path) == []


@pytest.mark.parametrize(
    ("answer", "came"),
    [
        (page(ERROR_PAGE), '"text/html"'),
        (pdf(ERROR_PAGE), "a web page"),
        (pdf(b"Sorry, not today."), "a text"),
        (pdf(b"\x00\x01\x02"), "bytes of an unknown kind"),
        (Answer(ERROR_PAGE), "a web page"),
        (Answer(b"GIF89a", headers={"Content-Type": "image/gif"}), '"image/gif"'),
    ],
)
def test_what_is_no_pdf_is_not_taken_for_one(
    server: OfficialServer, downloader: Downloader, tmp_path: Path, answer: Answer, came: str
) -> None:
    server.give(COUNCIL, answer)

    with pytest.raises(DownloadFailed, match=rf"gave {came} instead of a PDF\. Open the address"):
        downloader.fetch(COUNCIL, tmp_path)
    assert files(tmp_path) == []


def test_an_error_page_under_the_name_of_a_pdf_is_found_where_pages_are_wanted_too(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.give(PORTAL, pdf(ERROR_PAGE))

    with pytest.raises(DownloadFailed, match="gave a web page instead of a PDF"):
        downloader.fetch(PORTAL, tmp_path)


@pytest.mark.parametrize(
    ("body", "media_type", "name"),
    [
        (PDF, "application/octet-stream", "x.pdf"),
        (b"\xef\xbb\xbf\n" + PAGE, "", "x.html"),
        (b'<?xml version="1.0"?><html/>', "application/xhtml+xml;type=simplified", "x.html"),
        (b"PK\x03\x04 word", "application/octet-stream", "x.docx"),
        (b"Plain words", "text/plain", "x.txt"),
    ],
)
def test_the_ending_of_the_name_is_what_the_bytes_are(
    server: OfficialServer,
    downloader: Downloader,
    tmp_path: Path,
    body: bytes,
    media_type: str,
    name: str,
) -> None:
    server.give(PORTAL, Answer(body, headers={"Content-Type": media_type}))

    assert downloader.fetch(PORTAL, tmp_path, name="x").path.name == name


def test_markdown_keeps_its_ending(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    address = "https://example.eu/strategy.md"
    server.give(address, Answer(b"# Strategy", headers={"Content-Type": "text/plain"}))

    assert downloader.fetch(address, tmp_path).path.name == "example.eu-strategy.md"


def test_an_empty_document_is_a_failure(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.give(COUNCIL, pdf(b""))

    with pytest.raises(DownloadFailed, match=r"is empty \(0 bytes\)"):
        downloader.fetch(COUNCIL, tmp_path)


def test_a_document_that_is_announced_too_large_is_not_begun(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.give(COUNCIL, pdf(PDF * 3))

    with pytest.raises(DownloadFailed, match=r"has 120,048 bytes; at most 100,000 bytes are taken"):
        downloader.fetch(COUNCIL, tmp_path)
    assert files(tmp_path) == []


def test_a_body_without_end_is_stopped(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    server.give(COUNCIL, pdf(endless=True))

    with pytest.raises(DownloadFailed, match=r"does not end there; at most 100,000 bytes"):
        downloader.fetch(COUNCIL, tmp_path)
    assert files(tmp_path) == []


def test_a_server_that_falls_silent_is_given_up_and_what_came_is_kept(
    server: OfficialServer, passing: Time, tmp_path: Path
) -> None:
    server.give(COUNCIL, pdf(pause_seconds=3.0))
    with (
        Downloader(
            transport=ToTheServer(server.port),
            pause=passing.pause,
            clock=passing.clock,
            read_seconds=0.05,
        ) as impatient,
        pytest.raises(DownloadFailed, match=r"broke off 4 times \(timed out\)"),
    ):
        impatient.fetch(COUNCIL, tmp_path, name="x")

    assert (tmp_path / "x.part.json").is_file()


def test_a_body_that_drips_is_stopped_when_the_time_is_up(
    server: OfficialServer, passing: Time, tmp_path: Path
) -> None:
    server.give(COUNCIL, pdf())

    def drip(*_: object) -> None:
        passing.now += 700

    with (
        Downloader(
            transport=ToTheServer(server.port), pause=passing.pause, clock=passing.clock
        ) as made,
        pytest.raises(DownloadFailed, match=r"in 600 seconds and is not done\. Run it again"),
    ):
        made.fetch(COUNCIL, tmp_path, name="x", progress=drip)

    assert (tmp_path / "x.part").stat().st_size > 0


@pytest.mark.parametrize(
    "header",
    [
        {"Content-MD5": in_base64(hashlib.md5(PDF, usedforsecurity=False).digest())},
        {"Digest": f"SHA-256={in_base64(hashlib.sha256(PDF).digest())}"},
        {"Repr-Digest": f"sha-256=:{in_base64(hashlib.sha256(PDF).digest())}:"},
        {"Digest": "unixsum=30637"},
    ],
)
def test_a_digest_of_the_server_is_compared(
    server: OfficialServer, downloader: Downloader, tmp_path: Path, header: dict[str, str]
) -> None:
    server.give(COUNCIL, pdf(headers=header))
    downloader.fetch(COUNCIL, tmp_path, name="x")
    told = next(iter(header))
    server.give(COUNCIL, pdf(PDF.replace(b"1.7", b"1.6"), headers=header))

    if "unixsum" in header[told]:
        downloader.fetch(COUNCIL, tmp_path, name="y")
    else:
        with pytest.raises(DownloadFailed, match="arrived damaged"):
            downloader.fetch(COUNCIL, tmp_path, name="y")


def test_progress_tells_the_bytes_so_far_and_of_how_many(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    told: list[tuple[int, int | None]] = []
    server.give(COUNCIL, pdf(cut_after=20_000), pdf())
    downloader.fetch(
        COUNCIL, tmp_path, name="x", progress=lambda done, total: told.append((done, total))
    )

    assert told[-1] == (len(PDF), len(PDF))
    assert {total for _, total in told} == {len(PDF)}
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_a_body_of_unknown_length_is_taken_to_its_end(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    told: list[int | None] = []
    server.give(COUNCIL, pdf(length=False))
    got = downloader.fetch(
        COUNCIL, tmp_path, name="x", progress=lambda _, total: told.append(total)
    )

    assert got.path.read_bytes() == PDF
    assert set(told) == {None}


def test_a_host_where_nothing_answers_is_named(tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with (
        Downloader() as made,
        pytest.raises(HostUnreachable, match=r"127\.0\.0\.1 can't be reached .*Check the network"),
    ):
        made.fetch(f"http://127.0.0.1:{port}/a.pdf", tmp_path)


def test_a_certificate_that_is_not_trusted_is_told_apart(
    server: OfficialServer, tmp_path: Path
) -> None:
    with (
        Downloader() as made,
        pytest.raises(HostUnreachable, match=r"certificate .*SSL_CERT_FILE"),
    ):
        made.fetch(f"https://127.0.0.1:{server.port}/a.pdf", tmp_path)


def test_a_folder_that_can_t_be_made_is_named(
    server: OfficialServer, downloader: Downloader, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    server.give(COUNCIL, pdf())

    with pytest.raises(DownloadFailed, match=r"can't be written .*choose another folder"):
        downloader.fetch(COUNCIL, tmp_path / "file")


@pytest.fixture
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return monkeypatch


def test_the_proxy_of_the_environment_is_used(
    server: OfficialServer, no_proxies: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    no_proxies.setenv("HTTP_PROXY", f"http://127.0.0.1:{server.port}")
    server.give(OFFICE, page())
    with Downloader() as made:
        got = made.fetch(OFFICE, tmp_path, name="x")

    assert got.path.read_bytes() == PAGE
    assert server.urls() == [OFFICE]


def test_a_host_that_needs_no_proxy_is_asked_directly(
    server: OfficialServer, no_proxies: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    no_proxies.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    no_proxies.setenv("NO_PROXY", "127.0.0.1")
    address = f"http://127.0.0.1:{server.port}/a.pdf"
    server.give(address, pdf())
    with Downloader() as made:
        got = made.fetch(address, tmp_path, name="x")

    assert got.size == len(PDF)


@pytest.mark.parametrize("proxy", ["socks9://127.0.0.1:1", "http://127.0.0.1:port"])
def test_a_proxy_setting_that_is_wrong_is_named(no_proxies: pytest.MonkeyPatch, proxy: str) -> None:
    no_proxies.setenv("HTTPS_PROXY", proxy)

    with pytest.raises(DownloadFailed, match=r"network settings .*Correct HTTPS_PROXY"):
        Downloader()
