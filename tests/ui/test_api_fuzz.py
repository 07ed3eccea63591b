"""schemathesis reads the OpenAPI document and tries what nobody thought of: no 5xx, nothing the document denies."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from tests.ui.conftest import FakeAssistant, FakeFeedback
from ui.api import build_api
from ui.api_service import Service
from ui.metrics import Metrics

# what stands inside "inputs" and "profile" each calculator checks: a body of the right form may hold wrong values
ACCEPTED = ["2xx", "404", "422"]
EXAMPLES = 10


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_the_document_holds(mode: GenerationMode) -> None:
    app = build_api(Service(FakeAssistant(), FakeFeedback()), Metrics())
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)
    schema.config.checks.positive_data_acceptance.expected_statuses = ACCEPTED
    operations: list[Any] = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    assert len(operations) >= 11
    for operation in operations:
        if mode is GenerationMode.POSITIVE or operation.body or operation.query:
            _try(operation.as_strategy(generation_mode=mode))


def _try(cases: Any) -> None:  # noqa: ANN401 - a strategy of schemathesis' cases
    @settings(
        max_examples=EXAMPLES, derandomize=True, deadline=None, database=None,
        phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=cases)
    def holds(case: Any) -> None:  # noqa: ANN401
        case.call_and_validate()

    holds()
