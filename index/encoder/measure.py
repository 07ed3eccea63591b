"""Score the shipped head on a part of the bank: ``python -m index.encoder.measure [--part tune] [--bank]``."""

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from corpus.load import load_policies
from index.encoder.bank import Labelled, load_bank
from index.hit import ANSWERABLE, Found
from index.search import open_searcher

_NEAR = 0.6  # two questions that share more of their character pairs are too alike


def scores(rows: list[Labelled], found: list[Found]) -> dict[str, float]:
    """Return R@1, R@3, refusals and false refusals at the threshold, and how often the kind is right."""
    pairs = list(zip((row.question for row in rows), found, strict=True))
    inside = [(question, result) for question, result in pairs if question.clauses]
    outside = [result for question, result in pairs if not question.clauses]
    wants = [question.clauses for question, _ in inside]
    tops = [[hit.clause.id for hit in result.hits] for _, result in inside]
    kinds = [max(result.kinds, key=lambda kind: result.kinds[kind]) if result.kinds else "" for _, result in pairs]
    return {
        "questions": len(rows),
        "recall_at_1": _share(bool(set(top[:1]) & set(wanted)) for wanted, top in zip(wants, tops, strict=True)),
        "recall_at_3": _share(wanted[0] in top[:3] for wanted, top in zip(wants, tops, strict=True)),
        "refused": _share(result.answerable < ANSWERABLE for result in outside),
        "false_refusals": _share(result.answerable < ANSWERABLE for _, result in inside),
        "kind": _share(kind == question.kind for (question, _), kind in zip(pairs, kinds, strict=True)),
    }


def _share(flags: Iterable[bool]) -> float:
    values = list(flags)
    return round(sum(values) / len(values), 3) if values else 0.0


def diversity(rows: list[Labelled]) -> dict[str, float]:
    """Return counts by part and the share of questions that are too like an earlier one (character pairs)."""
    seen: dict[str, list[int]] = {}
    pairs: list[set[str]] = []
    alike = 0
    for row in rows:
        own = {row.question.q[i : i + 2] for i in range(len(row.question.q) - 1)}
        shared = Counter(at for pair in own for at in seen.get(pair, []))
        alike += any(len(own) > 4 and count / len(own | pairs[at]) > _NEAR for at, count in shared.most_common(5))
        for pair in own:
            seen.setdefault(pair, []).append(len(pairs))
        pairs.append(own)
    counts = Counter(row.part for row in rows)
    return {**{f"{part} questions": count for part, count in counts.items()}, "too alike": round(alike / len(rows), 4)}


def main() -> None:
    """Print one figure a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=["train", "tune", "test"], default="tune")
    parser.add_argument("--bank", action="store_true", help="describe the bank instead of scoring the head")
    arguments = parser.parse_args()
    bank = list(load_bank())
    if arguments.bank:
        figures = diversity(bank)
    else:
        rows = [row for row in bank if row.part == arguments.part]
        with tempfile.TemporaryDirectory() as home:
            searcher, _ = open_searcher(load_policies(), Path(home))
            contexts = [" ".join(row.question.context[-1:]) for row in rows]
            asked = zip(rows, contexts, strict=True)
            found = [searcher.find(row.question.q, 3, context=context) for row, context in asked]
        figures = scores(rows, found)
    print("\n".join(f"{name}\t{value}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
