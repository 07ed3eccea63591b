"""What a turn runs on, as digests: two equal records give equal answers."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from assistant.tickets.ticket import Versions
from calculators import registry
from corpus.clause import Policy
from index.manifest import current_build

_FOLDER = Path(registry.__file__).parent


def current_versions(policies: Mapping[str, Policy], home: Path) -> Versions:
    """Return the versions of this program, its data and the index in use below the home."""
    built = current_build(home)
    manifest = asdict(built[1]) if built else {}
    folders = {policy_id: _FOLDER / policy_id for policy_id in policies if (_FOLDER / policy_id).is_dir()}
    rules = {policy_id: digest_files(_sources(folder)) for policy_id, folder in folders.items()}
    return Versions(
        suance=_suance(),
        encoder=str(manifest.get("encoder", "")),
        index=digest(json.dumps(manifest, sort_keys=True)),
        policies={policy.id: digest(policy.source) for policy in policies.values()},
        parameters={policy_id: digest_files([folder / "parameters.yaml"]) for policy_id, folder in folders.items()},
        calculators={"shared": digest_files(_FOLDER.glob("*.py")), **rules},
    )


def digest(text: str) -> str:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def digest_files(files: Iterable[Path]) -> str:
    """Return one SHA-256 of files by name; a missing one counts as empty."""
    total = hashlib.sha256()
    for file in sorted(files):
        total.update(file.name.encode() + b"\0" + (file.read_bytes() if file.is_file() else b"") + b"\0")
    return total.hexdigest()


def _sources(folder: Path) -> list[Path]:
    return [*folder.glob("*.py"), folder / registry.CATALOGUE]


def _suance() -> str:
    try:
        return version("suance")
    except PackageNotFoundError:
        return "未安装"
