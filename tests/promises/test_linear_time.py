"""What people write is read in linear time: each reader is tried with the worst inputs, doubled twice."""

import pytest
from growth import CALLS, excess


@pytest.mark.slow
@pytest.mark.parametrize("name", CALLS)
def test_linear_time_of_reading(name: str) -> None:
    call, makers = CALLS[name]
    found = {maker: excess(call, make) for maker, make in makers.items()}
    assert {maker: power for maker, power in found.items() if power} == {}
