"""What `intreccio evaluate identity` says."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final

from ingest.resolve.evaluation.identity import Hidden, Linked, Score, f_measure
from ingest.resolve.matching.choosing import LIKELY
from ingest.resolve.matching.model import Model

_BINS: Final = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999, 1.01)


def as_json(found: Linked, model: Model, seconds: float, memory_mb: float) -> dict[str, Any]:
    """The report for programs, of the pairs that are likelier than not; `sure` is of those that join without a person.

    `readings` gives precision by who judges, from kind to strict; `held_out` is of the keys that taught nothing (see
    docs/identity.md).
    """
    linked_pairs = found.chosen(model, LIKELY)
    sure = found.chosen(model)
    chosen = found.judged(linked_pairs)
    overall, differ = found.score(chosen), found.score(chosen, found.hidden.differ)
    return {
        **_row(overall),
        "names_differ": _row(differ),
        "clusters": clusters(found.hidden, chosen),
        "by_kind": {kind: _row(found.score(chosen, ids)) for kind, ids in sorted(_by_kind(found.hidden).items())},
        "unjudged": len(linked_pairs) - len(chosen),
        "readings": readings(found, linked_pairs),
        "sure": {**_row(found.score(found.judged(sure))), "readings": readings(found, sure)},
        "held_out": {
            **_row(found.score(chosen, found.hidden.held_out)),
            "names_differ": _row(found.score(chosen, found.hidden.held_out & found.hidden.differ)),
            "sure": _row(found.score(found.judged(sure), found.hidden.held_out)),
            "calibration": calibration(found, model),
        },
        "seconds": round(seconds, 1),
        "memory_mb": round(memory_mb),
    }


def readings(found: Linked, chosen: Mapping[str, str]) -> dict[str, Any]:
    """Precision as it comes out by which pairs are judged, and the second rows that only `strict` counts as wrong."""
    judged = found.judged(chosen)
    return {
        "shared_keys": round(found.score(chosen, found.hidden.truth).precision, 4),
        "judged": round(found.score(judged).precision, 4),
        "judged_or_told_apart": round(found.score(judged | found.told_apart(chosen)).precision, 4),
        "strict": round(found.score(chosen).precision, 4),
        "second_rows": len(found.second_rows(chosen)),
    }


def calibration(found: Linked, model: Model) -> list[dict[str, float]]:
    """Of the held-out pairs that are judged, by their probability: how many, how many right, how many were expected."""
    chosen = {m.left: m for m in found.chosen_matches(model, LIKELY)}
    judged = found.judged({left: m.right for left, m in chosen.items()})
    told = [
        (chosen[left].probability, found.hidden.truth.get(left) == right)
        for left, right in judged.items()
        if left in found.hidden.held_out
    ]
    bins = ((low, [(p, right) for p, right in told if low <= p < high]) for low, high in pairwise(_BINS))
    return [
        {
            "from": low,
            "pairs": len(pairs),
            "right": round(sum(right for _, right in pairs) / len(pairs), 4),
            "expected": round(sum(p for p, _ in pairs) / len(pairs), 4),
        }
        for low, pairs in bins
        if pairs
    ]


def clusters(hidden: Hidden, chosen: Mapping[str, str]) -> dict[str, float]:
    """B³ over the keyed entries of both sides: each is in a cluster of one or two, by the keys and by the choice."""
    truth = hidden.truth
    items = len(hidden.keyed) + len(hidden.keyed_right)
    right = sum(truth.get(a) == b for a, b in chosen.items())
    wrong = len(chosen) - right
    # Of a wrong pair both members have precision 1/2; of a missed one recall 1/2.
    precision = (items - wrong) / items if items else 1.0
    recall = (items - (len(truth) - right)) / items if items else 1.0
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(f_measure(precision, recall), 4),
        "count": items - len(chosen),
    }


def _by_kind(hidden: Hidden) -> dict[str, set[str]]:
    kinds: dict[str, set[str]] = defaultdict(set)
    for entry in hidden.left:
        kinds[entry.kind or "unknown"].add(entry.id)
    return {kind: ids for kind, ids in kinds.items() if ids & hidden.truth.keys()}


def _row(score: Score) -> dict[str, Any]:
    return {
        "pairs": score.pairs,
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "f1": round(score.f1, 4),
    }
