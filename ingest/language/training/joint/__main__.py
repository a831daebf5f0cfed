"""The commands, in the order of use: train, then (after `encoder export`) tune."""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np

from ingest.language import corpus
from ingest.language.corpus.gold import Gold, load_gold
from ingest.language.corpus.standoff import read_standoff
from ingest.language.encoder import Encoder
from ingest.language.lexicon import load_lexicon
from ingest.language.pipeline import Extractor
from ingest.language.training.joint import tune

CORPUS = Path(corpus.__file__).parent


def documents(part: str, raw: Path) -> tuple[dict[str, Gold], dict[str, Gold]]:
    """Invented documents and real passages of a part of the corpus."""
    return load_gold(CORPUS / "invented" / part), read_standoff(CORPUS / "real" / f"{part}.jsonl", raw)


def train_command(args: argparse.Namespace) -> None:
    """Train encoder and heads on the corpus's train part, further annotated folders, and KIND."""
    from ingest.language.training.encoder import kind, store
    from ingest.language.training.joint import network
    from ingest.language.training.joint.examples import attribute_numbers, examples_of
    from ingest.language.training.joint.train import Plan, kind_windows, train

    tokenizer = store.tokenizer_in(args.folder)
    attributes = attribute_numbers()

    def gold() -> Iterator[Gold]:
        for group in documents("train", args.raw):
            yield from group.values()
        for folder in args.annotated:
            yield from load_gold(folder).values()

    examples = [e for g in gold() for e in examples_of(tokenizer, g.extraction, attributes)]
    kept = store.load(args.folder / "pretrained.npz")
    encoder = kept["params"]
    encoder["layers"] = {name: value[: args.layers] for name, value in encoder["layers"].items()}
    heads = network.start(np.random.default_rng(args.seed), len(attributes))
    begun = store.load(args.start) if args.start else {"encoder": encoder, "heads": heads}
    names = kind_windows(tokenizer, kind.train_and_test(args.kind)[0])
    plan = Plan(args.epochs, args.rate, 6 * args.rate, args.seed)
    params = train(begun, kept["word"], examples, names, plan)
    store.save(args.folder / f"{args.name}.npz", params)


def tune_command(args: argparse.Namespace) -> None:
    """Fit the confidence of claims on the corpus's dev part; write it into the model's settings."""
    extractor = tune.open_wide(Extractor(load_lexicon(), Encoder.load(args.model)))
    listed: list[tuple[int, str, Gold]] = []
    groups = []
    for group in documents("dev", args.raw):
        groups.append(range(len(listed), len(listed) + len(group)))
        listed += [(len(listed) + n, name, gold) for n, (name, gold) in enumerate(group.items())]
    found = tune.candidates(extractor, listed)
    weights = tune.fit(found, {n: tune.triples(gold) for n, _, gold in listed}, groups)
    path = args.model / "settings.json"
    settings = json.loads(path.read_text(encoding="utf-8")) | {"confidence": asdict(weights)}
    path.write_text(json.dumps(settings, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(found)} candidates, {sum(c.right for c in found)} right; claims are made from {weights.least}")


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(prog="joint", description=__doc__)
    root.add_argument("--raw", type=Path, required=True, help="the raw texts that the real passages point to")
    steps = root.add_subparsers(required=True)
    step = steps.add_parser("train", help=train_command.__doc__)
    step.add_argument("folder", type=Path, help="where the encoder's steps left their files")
    step.add_argument("kind", type=Path)
    step.add_argument("annotated", type=Path, nargs="*", help="further folders of annotated documents to learn from")
    step.add_argument("--name", default="joint")
    step.add_argument("--layers", type=int, default=8)
    step.add_argument("--epochs", type=float, default=9.0)
    step.add_argument("--rate", type=float, default=2.5e-4, help="the encoder's top rate; the heads' is six times that")
    step.add_argument("--start", type=Path, help="parameters of an earlier training to go on from")
    step.add_argument("--seed", type=int, default=0)
    step.set_defaults(run=train_command)
    step = steps.add_parser("tune", help=tune_command.__doc__)
    step.add_argument("model", type=Path)
    step.set_defaults(run=tune_command)
    return root


if __name__ == "__main__":
    arguments = parser().parse_args()
    arguments.run(arguments)
