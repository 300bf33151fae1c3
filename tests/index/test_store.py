from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import BuildReport, build
from index.embed import MiniLM
from index.errors import StorageFailed
from index.snapshot import load
from index.store import record_id
from ingest.source import Source
from tests.index.chroma_service import Service, chroma_service
from tests.index.samples import COURTS, MEDIA, TORTURE, WATER, ref_of, sample_source, searched


@pytest.fixture
def service() -> Iterator[Service]:
    with chroma_service() as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


def build_with(
    folder: Path, url: str, *sources: Source, inputs: str = "first", rebuild: bool = False
) -> BuildReport:
    refs = [ref_of(source) for source in sources]
    return build(lambda: refs, inputs, folder, MiniLM.NAME, MiniLM, chroma_url=url, rebuild=rebuild)


def ids_of(*sources: Source) -> set[str]:
    return {record_id(passage) for source in sources for passage in searched(source)}


def test_a_service_holds_the_records_instead_of_a_folder(folder: Path, service: Service) -> None:
    source = sample_source((TORTURE, MEDIA))
    build_with(folder, service.url, source)
    record = service.records[record_id(searched(source)[0])]

    assert set(service.records) == ids_of(source)
    assert record["documents"] == TORTURE
    assert record["metadatas"]["label"] == "I.A.1"
    assert len(record["embeddings"]) == 384
    assert not (folder / "chroma").exists()
    assert len(load(folder).passages) == 4


def test_a_build_without_changes_asks_the_service_nothing(folder: Path, service: Service) -> None:
    source = sample_source((TORTURE, MEDIA))
    build_with(folder, service.url, source)
    service.requests.clear()
    report = build_with(folder, service.url, source)

    assert report.skipped == 4
    assert service.requests == []


def test_only_what_changed_is_written_and_deleted(folder: Path, service: Service) -> None:
    other = sample_source((COURTS,), name="other")
    build_with(folder, service.url, sample_source((TORTURE, MEDIA)), other)
    changed = sample_source((TORTURE, WATER))
    service.requests.clear()
    build_with(folder, service.url, changed, other, inputs="second")
    kinds = [request.rpartition("/")[2] for request in service.requests]

    assert set(service.records) == ids_of(changed, other)
    assert "get" not in kinds
    assert (kinds.count("upsert"), kinds.count("delete")) == (1, 1)


def test_a_service_that_lost_its_records_gets_them_again(folder: Path, service: Service) -> None:
    first, second = sample_source((TORTURE,)), sample_source((WATER,), name="second")
    build_with(folder, service.url, first)
    service.records.clear()
    build_with(folder, service.url, first, second, inputs="second")

    assert set(service.records) == ids_of(first, second)


def test_records_that_nobody_knows_are_deleted_after_an_interruption(
    folder: Path, service: Service
) -> None:
    source = sample_source((TORTURE,))
    build_with(folder, service.url, source)
    service.records["left by a build that was killed"] = {}
    (folder / "chroma.inputs").unlink()
    build_with(folder, service.url, source, inputs="second")

    assert set(service.records) == ids_of(source)


def test_writing_that_fails_leaves_the_index_in_use_and_goes_on_later(
    folder: Path, service: Service
) -> None:
    old, new = sample_source((TORTURE,)), sample_source((TORTURE, WATER))
    build_with(folder, service.url, old)
    service.fail_after = 0
    with pytest.raises(StorageFailed, match="the disk is full"):
        build_with(folder, service.url, new, inputs="second")
    in_use = load(folder).inputs
    service.fail_after = 99
    build_with(folder, service.url, new, inputs="second")

    assert in_use == "first"
    assert set(service.records) == ids_of(new)


def test_a_rebuild_empties_the_service_first(folder: Path, service: Service) -> None:
    source = sample_source((TORTURE,))
    build_with(folder, service.url, source)
    service.records["strange"] = {}
    build_with(folder, service.url, source, rebuild=True)

    assert any(request.startswith("DELETE ") for request in service.requests)
    assert set(service.records) == ids_of(source)


def test_the_vectors_of_another_model_are_dropped(folder: Path, service: Service) -> None:
    source = sample_source((TORTURE,))
    build_with(folder, service.url, source)
    service.collections["aide-memoire"]["metadata"] = {"embedder": "another"}
    service.requests.clear()
    build_with(folder, service.url, source, sample_source((WATER,), name="b"), inputs="second")

    assert any(request.startswith("DELETE ") for request in service.requests)
    assert len(service.records) == 2


def test_the_address_may_name_a_token_a_tenant_and_a_database(
    folder: Path, service: Service
) -> None:
    url = service.url.replace("http://", "http://a%2Fsecret@") + "/people/rights"
    build_with(folder, url, sample_source((TORTURE,)))

    assert service.places == {("people", "rights")}
    assert {headers.get("x-chroma-token") for headers in service.headers} == {"a/secret"}
    assert "secret" not in (folder / "chroma.inputs").read_text(encoding="utf-8")


def test_a_service_in_the_place_of_a_folder_is_written_anew(folder: Path, service: Service) -> None:
    source = sample_source((TORTURE,))
    build_with(folder, "", source)
    report = build_with(folder, service.url, source)

    assert report.encoded == 0
    assert set(service.records) == ids_of(source)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/", "ftp://127.0.0.1/", "nonsense", "http://secret@127.0.0.1:9"]
)
def test_a_service_that_is_not_there_is_named_without_its_token(folder: Path, url: str) -> None:
    with pytest.raises(StorageFailed, match=r"can't be used .*AIDE_CHROMA_URL") as caught:
        build_with(folder, url, sample_source((TORTURE,)))

    assert "secret" not in str(caught.value)
    assert not (folder / "CURRENT").exists()
