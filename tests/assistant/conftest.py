import pytest
from hypothesis import HealthCheck, settings

from assistant.phrases import Phrases, phrases

# How long an example takes on a busy machine says nothing about the code.
settings.register_profile("aide", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("aide")


@pytest.fixture
def english() -> Phrases:
    return phrases("en")
