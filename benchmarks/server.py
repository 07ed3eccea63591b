"""What the server bears: ``python -m benchmarks.server [--turns 10000] [--users 50]``.

Starts ``suance serve`` as a process of its own with an index present, then measures over loopback: time to ready, 50
users at once (time to the first event and to the first piece of text), search as one types, and memory over many turns.
"""

import argparse
import asyncio
import json
import os
import platform
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

QUESTIONS = (
    "国产算力签了{n}万，能补多少", "贷款{n}万利率3.85%总投资8000万一年能贴多少利息", "算力券一年最多能拿多少",
    "備案獎勵花了{n}萬能拿多少", "这个政策什么时候到期", "拿满算力券要签多少国产算力",
    "谁负责开源奖励", "今天天气怎么样",
)  # fmt: skip
TYPED = "银行利息帮我扛一半"
SAMPLES = 10
READY_SECONDS = 120


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--turns", type=int, default=10_000)
    parser.add_argument("--users", type=int, default=50)
    options = parser.parse_args()
    print(f"{platform.platform()}  Python {platform.python_version()}  {os.cpu_count()} cores  load {os.getloadavg()}")
    subprocess.run([sys.executable, "-m", "ui.cli", "index", "build"], check=True, stdout=subprocess.DEVNULL)
    with started() as (address, process):
        asyncio.run(measure(address, process.pid, options))
        began = time.perf_counter()
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
        print(f"stopped in {time.perf_counter() - began:.2f} s, exit code {process.returncode}")


@contextmanager
def started() -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """Start a server on a free port, and yield its address and process once it answers."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address, began = f"http://127.0.0.1:{port}", time.perf_counter()
    command = [sys.executable, "-m", "ui.cli", "serve", "--no-open", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        while time.perf_counter() - began < READY_SECONDS:
            try:
                httpx.get(f"{address}/healthz", timeout=READY_SECONDS).raise_for_status()
                break
            except httpx.ConnectError:
                time.sleep(0.02)
        print(f"ready in {time.perf_counter() - began:.2f} s")
        yield address, process
    finally:
        process.kill()
        process.wait()


async def measure(address: str, pid: int, options: argparse.Namespace) -> None:
    """Measure everything against a running server."""
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=address, limits=limits, timeout=120) as client:
        await ask(client, 0)
        rounds = [await asyncio.gather(*(ask(client, user) for user in range(options.users))) for _ in range(5)]
        turns = [turn for one in rounds for turn in one]
        shown("first event", [turn[0] for turn in turns], f"{options.users} users at once")
        shown("first text", [turn[1] for turn in turns], f"{options.users} users at once")
        shown("whole reply", [turn[2] for turn in turns], f"{options.users} users at once")
        shown("search as one types", [await search(client, TYPED[:end]) for _ in range(20) for end in range(1, 10)], "")
        await bear(client, pid, options)


async def ask(client: httpx.AsyncClient, number: int) -> tuple[float, float, float]:
    """Ask, and return the seconds to the first event, the first text and the reply; any error stops the run."""
    question = QUESTIONS[number % len(QUESTIONS)].format(n=100 + number % 900)
    began, first, text = time.perf_counter(), 0.0, 0.0
    async with client.stream("POST", "/api/ask?stream=true", json={"question": question}) as response:
        response.raise_for_status()
        async for line in response.aiter_lines():
            elapsed = time.perf_counter() - began
            first = first or elapsed
            if line == "event: text":
                text = text or elapsed
            if line.startswith("data:") and '"ticket"' in line:
                assert json.loads(line.removeprefix("data:"))["status"] != "failed", question
                return first, text or elapsed, elapsed
    raise AssertionError(f"no reply: {question}")


async def search(client: httpx.AsyncClient, text: str) -> float:
    """Search, and return the seconds it took."""
    began = time.perf_counter()
    (await client.get("/api/search", params={"text": text})).raise_for_status()
    return time.perf_counter() - began


async def bear(client: httpx.AsyncClient, pid: int, options: argparse.Namespace) -> None:
    """Ask many times, and print the memory on the way."""
    share = max(1, options.turns // SAMPLES)
    began, memory = time.perf_counter(), [resident(pid)]
    for start in range(0, options.turns, share):
        for first in range(start, start + share, options.users):
            await asyncio.gather(*(ask(client, number) for number in range(first, first + options.users)))
        memory.append(resident(pid))
    seconds = time.perf_counter() - began
    print(f"{options.turns} turns in {seconds:.0f} s ({options.turns / seconds:.0f} a second), no error")
    print(f"memory in MiB at every tenth: {', '.join(f'{value:.0f}' for value in memory)}")
    growth = memory[-1] - memory[len(memory) // 2]
    print(f"growth over the second half: {growth:.1f} MiB")


def resident(pid: int) -> float:
    """Return the resident memory of a process in MiB (Linux)."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise AssertionError("no VmRSS")


def shown(name: str, seconds: list[float], where: str) -> None:
    """Print median, 95th percentile and the worst."""
    cuts = statistics.quantiles(seconds, n=20)
    print(
        f"{name}: p50 {cuts[9] * 1000:.0f} ms, p95 {cuts[18] * 1000:.0f} ms, worst {max(seconds) * 1000:.0f} ms"
        f" ({len(seconds)} times{', ' + where if where else ''})"
    )


if __name__ == "__main__":
    main()
