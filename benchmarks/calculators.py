"""How fast the calculators are: rows a second in a batch; the cold start of ``suance calc`` beside ``import torch``.

Run with ``python benchmarks/calculators.py [rows]``; prints the machine's facts with the figures.
"""

import json
import os
import platform
import subprocess
import sys
import time
from datetime import date
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from calculators.run import run_line  # noqa: E402 - found beside this file's folder

DAY = date(2026, 1, 1)
STARTS = 7
ROWS = 20_000
INPUTS: list[tuple[str, dict[str, object]]] = [
    ("rnd_matching", {"received_funds_yuan": "12345678.90"}),
    ("compute_voucher", {"contracts": [{"amount_yuan": "1000万", "category": "domestic"}]}),
    ("filing_award", {"costs_yuan": "38万"}),
    ("loan_interest", {"total_investment_yuan": "8000万", "principal_yuan": "6000万", "annual_rate_percent": "3.85"}),
    ("innovation_platform", {"audited_investment_yuan": "1234万", "years": 2}),
    ("open_source_award", {}),
    ("demonstration_award", {}),
]


def batch_rate(rows: int) -> float:
    """Return how many rows a second one process answers, parsing and printing included."""
    lines = [
        json.dumps({"id": str(number), "calculator": name, "inputs": inputs})
        for number, (name, inputs) in enumerate(islice(cycle(INPUTS), rows))
    ]
    run_line(lines[0], as_of=DAY)
    start = time.perf_counter()
    for line in lines:
        run_line(line, as_of=DAY)
    return rows / (time.perf_counter() - start)


def cold_start(code: str) -> float:
    """Return the median seconds of a fresh interpreter that runs the code."""
    times = []
    for _ in range(STARTS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
        times.append(time.perf_counter() - start)
    return sorted(times)[STARTS // 2]


def main() -> None:
    """Print the figures."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    inputs = json.dumps({"received_funds_yuan": "1000万"})
    calc = cold_start(f"from ui.cli import run; run(['calc', 'rnd_matching', '--json', {inputs!r}])")
    torch = cold_start("import torch")
    print(f"machine     {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"batch       {batch_rate(rows):,.0f} calculations a second over {rows:,} rows, one process")
    print(f"cold start  calc {calc:.3f} s, import torch {torch:.3f} s, ratio {calc / torch:.2f}")


if __name__ == "__main__":
    main()
