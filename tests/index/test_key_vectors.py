import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.key import Group, Key
from index.key_vectors import NOWHERE, KeyVectors, digests_of, find, gather, no_vectors


def digest(number: int) -> str:
    return Key(0, Group.TEXT, str(number)).digest


def source(*numbers: int, first: float = 0.0) -> KeyVectors:
    """Vectors of one dimension that name their key and, behind the point, their source."""
    vectors = np.array([[number + first] for number in numbers], np.float16).reshape(-1, 1)
    return KeyVectors(digests_of([digest(number) for number in numbers]), vectors)


NUMBERS = st.lists(st.integers(0, 20), max_size=12)


@given(wanted=NUMBERS, held=st.lists(NUMBERS, max_size=3))
def test_every_vector_is_found_in_the_first_source_that_has_it(
    wanted: list[int], held: list[list[int]]
) -> None:
    sources = [source(*numbers, first=place / 4) for place, numbers in enumerate(held)]
    found = find(digests_of([digest(number) for number in wanted]), sources)
    vectors = gather(found, sources)

    for row, number in enumerate(wanted):
        having = [place for place, numbers in enumerate(held) if number in numbers]
        if having:
            assert found.source[row] == having[0]
            assert vectors[row] == number + having[0] / 4
        else:
            assert found.source[row] == NOWHERE
            assert row in found.missing


def test_nothing_is_found_in_nothing() -> None:
    found = find(digests_of([digest(1)]), [no_vectors()])

    assert found.missing.tolist() == [0]
    assert gather(find(digests_of([]), []), []).shape == (0, 0)


def test_digests_that_share_their_first_half_only_are_told_apart() -> None:
    wanted = digests_of([digest(1)])
    alike = wanted.copy()
    alike[0, -1] ^= 1

    assert find(wanted, [KeyVectors(alike, np.ones((1, 1), np.float16))]).missing.tolist() == [0]


def test_vectors_of_fewer_digests_are_not_whole() -> None:
    whole = source(1, 2)

    assert whole.is_whole
    assert not KeyVectors(whole.digests, whole.vectors[:1]).is_whole
    assert not KeyVectors(whole.digests[:, :3], whole.vectors).is_whole
