"""The desk as one types: ``python -m benchmarks.desk [--rounds 20]``.

Starts ``suance serve`` as a process of its own and types texts character by character at the desk's search, one request
after the other as the page does; then a page with a clause opened.
"""

import argparse
import os
import platform
import time

import httpx

from benchmarks.server import shown, started

TYPED = (
    "银行利息帮我扛一半",
    "算力券 800万",
    "第三条",
    "市经信局 模型备案",
    "中小企業能拿多少補貼",
    "30%",
    "5000万总投资的贴息",
)
LIMIT_MS = 50


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    print(f"{platform.platform()}  Python {platform.python_version()}  {os.cpu_count()} cores  load {os.getloadavg()}")
    with started() as (address, _), httpx.Client(base_url=address, timeout=60) as client:
        fetch(client, "/desk/find?q=热身")
        texts = [text[:end] for text in TYPED for end in range(1, len(text) + 1)]
        typed = [fetch(client, "/desk/find", q=text) for _ in range(options.rounds) for text in texts]
        shown("desk, as one types", typed, f"limit {LIMIT_MS} ms at p95")
        pages = [fetch(client, "/desk", q=text, clause="m03") for _ in range(options.rounds) for text in TYPED]
        shown("desk, a whole page", pages, "")


def fetch(client: httpx.Client, path: str, **query: str) -> float:
    """Fetch, and return the seconds it took."""
    began = time.perf_counter()
    client.get(path, params=query or None).raise_for_status()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
