"""Where a run's results lie: a folder named by commit, model and encoder, so that runs can be compared."""

import hashlib
import re
import subprocess
from pathlib import Path

from assistant.settings import Settings
from index.encoder.encoder import SHIPPED

ROOT = Path(__file__).parents[1]
RUNS = "evals"
"""Folder of the data directory that holds every run's own folder."""
_PACKAGES = ("corpus", "index", "calculators", "assistant", "evals")
_IGNORED = frozenset({".pyc", ".md"})
_APART = ("evals/cases", "evals/baselines")
"""Cases carry a digest of their own; a baseline decides nothing."""


def code_digest() -> str:
    """Return a short name of everything that decides a reply or its judgement: code, data, weights; not the cases."""
    digest = hashlib.sha256()
    for package in _PACKAGES:
        for file in sorted((ROOT / package).rglob("*")):
            inside = file.relative_to(ROOT)
            if file.is_file() and file.suffix not in _IGNORED and not str(inside).startswith(_APART):
                digest.update(str(inside).encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:8]


def commit() -> str:
    """Return the short commit, with the code's digest where files differ from it or there is no repository."""
    try:
        name = _git("rev-parse", "--short=10", "HEAD")
        changed = _git("status", "--porcelain", "--", *_PACKAGES, *(f":!{name}" for name in _APART))
    except (OSError, subprocess.CalledProcessError):
        return f"code-{code_digest()}"
    return f"{name}+{code_digest()}" if changed else name


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def folder_name(settings: Settings) -> str:
    """Return ``commit--model--encoder`` with nothing in it that a file system minds."""
    encoder = "shipped" if settings.encoder == SHIPPED else settings.encoder
    return "--".join(re.sub(r"[^A-Za-z0-9.+_-]+", "-", part) for part in (commit(), settings.model, encoder))


def run_folder(settings: Settings) -> Path:
    """Return the folder of this code, model and encoder below the data directory."""
    return settings.home / RUNS / folder_name(settings)
