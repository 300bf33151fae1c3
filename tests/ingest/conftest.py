import pytest
from hypothesis import HealthCheck, settings

from ingest.document import DocumentFacts
from ingest.shipped import shipped_sources
from ingest.source import Source

# How long an example takes on a busy machine says nothing about the code.
settings.register_profile("aide", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("aide")


@pytest.fixture
def facts() -> DocumentFacts:
    return DocumentFacts(
        id="sample",
        title="A sample",
        short_title="Sample",
        reference="JOIN(2020) 1 final",
        kind="action plan",
        status="in force",
        language="en",
        source_url="https://example.eu/sample",
    )


@pytest.fixture(scope="session")
def plan() -> Source:
    """The plan that ships, read, split and with its expansions."""
    (source,) = shipped_sources()
    return source
