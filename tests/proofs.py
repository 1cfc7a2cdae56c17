"""The large proofs: one code, parameterised, small in `make test` and whole in `make soak`.

@pytest.mark.proof
def test_any_history_is_sealed(seed):
    for step in history(seed, steps=full_size(100_000)):
        ...
    record("audit-histories", seed=seed, steps=100_000)
"""

import datetime
import json
import os
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parents[1] / "bench" / "results"
SMALLEST_PART = 50  # `make test` does at least one part in so many


def whole() -> bool:
    """Whether this run is `make soak`."""
    return os.environ.get("CMKC_PROOF_SIZE") == "soak"


def full_size(number: int) -> int:
    """How many this run does of the `number` that a whole proof does: all, or one in fifty, at least one."""
    return number if whole() else -(-number // SMALLEST_PART)


def record(name: str, **result: Any) -> None:
    """Keep the result of a whole proof in bench/results/<name>.soak.json; a small one leaves nothing."""
    if not whole():
        return
    RESULTS.mkdir(parents=True, exist_ok=True)
    dated = {"date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(), **result}
    (RESULTS / f"{name}.soak.json").write_text(json.dumps(dated, indent=1, sort_keys=True, default=str) + "\n")
