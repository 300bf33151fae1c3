import pytest
from hypothesis import HealthCheck, settings

from assistant.pipeline import Assistant
from index.embed import MiniLM
from index.search import Searcher

# How long an example takes on a busy machine says nothing about the code.
settings.register_profile("aide", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("aide")


@pytest.fixture(scope="session")
def embedder() -> MiniLM:
    return MiniLM()


@pytest.fixture(scope="session")
def searcher(assistant: Assistant) -> Searcher:
    """The search over the shipped plan."""
    return assistant.searcher
