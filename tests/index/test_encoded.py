from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.encoded import Encoded, forget
from index.key import Group, Key
from index.key_vectors import Digests, digests_of
from index.vectors import StoredVectors

MODEL = "a-model"


def batch(first: int, count: int = 3) -> tuple[Digests, StoredVectors]:
    keys = [Key(0, Group.TEXT, str(number)).digest for number in range(first, first + count)]
    return digests_of(keys), np.arange(count * 4, dtype=np.float16).reshape(count, 4) + first


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """Two batches of three vectors."""
    encoded = Encoded(tmp_path, MODEL)
    encoded.add(*batch(0))
    encoded.add(*batch(3))
    return next(tmp_path.iterdir())


def test_vectors_are_there_for_the_next_build(written: Path) -> None:
    found = Encoded(written.parent, MODEL).vectors
    first, second = batch(0), batch(3)

    np.testing.assert_array_equal(found.digests, np.concatenate([first[0], second[0]]))
    np.testing.assert_array_equal(found.vectors, np.concatenate([first[1], second[1]]))


def test_the_vectors_of_another_model_are_not_taken(written: Path) -> None:
    assert len(Encoded(written.parent, "another-model").vectors.vectors) == 0


def test_without_a_file_there_are_none(tmp_path: Path) -> None:
    assert len(Encoded(tmp_path, MODEL).vectors.vectors) == 0
    assert list(tmp_path.iterdir()) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_a_kill_cut_off_is_dropped_and_the_rest_goes_on(
    tmp_path: Path, data: st.DataObject
) -> None:
    forget(tmp_path)
    encoded = Encoded(tmp_path, MODEL)
    encoded.add(*batch(0))
    encoded.add(*batch(3))
    path = next(tmp_path.iterdir())
    content = path.read_bytes()
    length = data.draw(st.integers(0, len(content)))
    path.write_bytes(content[:length])
    again = Encoded(tmp_path, MODEL)
    kept = len(again.vectors.vectors)
    record = (len(content) - 4) // 6
    again.add(*batch(9))

    assert kept == max(0, length - 4) // record
    found = Encoded(tmp_path, MODEL).vectors
    assert len(found.vectors) == kept + 3
    np.testing.assert_array_equal(found.vectors[kept:], batch(9)[1])


@pytest.mark.parametrize("place", [0.1, 0.4, 0.9])
def test_a_record_that_was_changed_and_all_behind_it_are_dropped(
    written: Path, place: float
) -> None:
    content = bytearray(written.read_bytes())
    content[int(place * len(content))] ^= 255
    written.write_bytes(bytes(content))
    found = Encoded(written.parent, MODEL).vectors

    assert len(found.vectors) == int(place * 6)
    np.testing.assert_array_equal(found.digests, batch(0, 6)[0][: len(found.digests)])


def test_all_is_forgotten_in_the_end(written: Path) -> None:
    forget(written.parent)

    assert not written.exists()
    forget(written.parent)
