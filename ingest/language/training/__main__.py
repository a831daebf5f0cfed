"""The commands that make the model, in the order of use: vocabulary, train, mean, export, tune."""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from ingest.language import corpus
from ingest.language.corpus import kind, treebank
from ingest.language.corpus.gold import Gold, load_gold
from ingest.language.corpus.standoff import read_standoff
from ingest.language.encoder import Encoder
from ingest.language.encoder.sentences import windows
from ingest.language.encoder.windows import windows_of

CORPUS = Path(corpus.__file__).parent


def documents(part: str, raw: Path) -> tuple[dict[str, Gold], dict[str, Gold]]:
    """Invented documents and real passages of a part of the corpus."""
    return load_gold(CORPUS / "invented" / part), read_standoff(CORPUS / "real" / f"{part}.jsonl", raw)


def vocabulary(args: argparse.Namespace) -> None:
    """Prune the pieces to what the given texts use; write tokenizer and frozen word vectors."""
    from ingest.language.training import nano, pieces, store
    from ingest.language.training.model import from_packed

    packed = nano.read_packed(nano.packed_file())
    full = pieces.tokenizer_of(packed.pieces)
    counts, signs = pieces.counted(full, pieces.texts_under(args.texts))
    small, kept = pieces.pruned(packed.pieces, counts, signs, args.least)
    covered = sum(counts[i] for i in kept) / max(counts.total(), 1)
    args.folder.mkdir(parents=True, exist_ok=True)
    pieces.tokenizer_of(small).save(str(args.folder / "tokenizer.json"))
    params, word = from_packed(packed, kept, packed.layers)
    store.save(args.folder / "pretrained.npz", {"params": params, "word": word})
    sys.stdout.write(f"{len(kept)} pieces, {covered:.2%} of the texts' pieces\n")


def train_command(args: argparse.Namespace) -> None:
    """Train encoder and heads on annotated documents, KIND and treebanks, in the shares given."""
    from ingest.language.training import network, store, train, trees
    from ingest.language.training.examples import attribute_numbers, examples_of

    rng = np.random.default_rng(args.seed)
    tokenizer = store.tokenizer_in(args.folder)
    kept = store.load(args.folder / "pretrained.npz")
    tasks, fresh = [], {"heads": network.start(rng, len(attribute_numbers()))}
    if args.documents:
        gold = [*_annotated(args)]
        examples = [e for g in gold for e in examples_of(tokenizer, g.extraction, attribute_numbers())]
        tasks.append(train.documents(examples, args.documents, rng))
    if args.names:
        learn = kind.folds(kind.train_and_test(args.kind)[0])[0]
        labels = [[kind.LABELS.index(name) for name in s.labels] for s in learn]
        tasks.append(train.names(list(windows(tokenizer, [s.words for s in learn])), labels, args.names, rng))
    if args.treebanks:
        found = [t for path in args.treebank for t in treebank.read(path)]
        shut = {t.words for path in args.shut for t in treebank.read(path)}
        found = [t for t in found if t.words not in shut]
        known = trees.vocabulary(found)
        fresh["syntax"] = network.start_syntax(rng, *map(len, (known.labels, known.tags, known.rules)))
        (args.folder / "syntax.json").write_text(json.dumps(asdict(known), ensure_ascii=False) + "\n", encoding="utf-8")
        tasks.append(train.treebanks(trees.tree_windows(tokenizer, found, known), args.treebanks, rng))
    layers = {name: value[: args.layers] for name, value in kept["params"]["layers"].items()}
    begun = {"encoder": kept["params"] | {"layers": layers}} | fresh
    if args.start:
        begun = _over(begun, store.load(args.start))
    plan = train.Plan(args.steps, args.rate, 6 * args.rate, args.seed)
    store.save(args.folder / f"{args.name}.npz", train.train(begun, kept["word"], tasks, plan))


def _annotated(args: argparse.Namespace) -> Iterator[Gold]:
    for group in documents("train", args.raw):
        yield from group.values()
    for folder in args.annotated:
        yield from load_gold(folder).values()


def _over(begun: dict[str, Any], earlier: dict[str, Any]) -> dict[str, Any]:
    """What an earlier training knows, where it is of the same shape."""
    found = {}
    for part, own in begun.items():
        known = earlier.get(part, {})
        found[part] = {k: known[k] if k in known and _alike(known[k], v) else v for k, v in own.items()}
    return found


def _alike(one: Any, other: Any) -> bool:
    return isinstance(one, dict) or np.shape(one) == np.shape(other)


def export_command(args: argparse.Namespace) -> None:
    """Write the trained encoder and its heads as the files that the program loads."""
    from ingest.language.training import export, store

    params = store.load(args.params)
    tokenizer = store.tokenizer_in(args.folder)
    word = store.load(args.folder / "pretrained.npz")["word"]
    texts = [g.extraction.document.text for group in documents("train", args.raw) for g in group.values()]
    sample = [w.ids for text in texts for w in windows_of(tokenizer, text)][:40]
    export.export(args.model, params, word, sample)
    tokenizer.save(str(args.model / "tokenizer.json"), pretty=False)
    (args.model / "settings.json").write_text(export.settings() + "\n", encoding="utf-8")
    (args.model / "syntax.json").write_bytes((args.folder / "syntax.json").read_bytes())


def tune_command(args: argparse.Namespace) -> None:
    """Fit the confidence of claims on the corpus's dev part; write it into the model's settings."""
    from ingest.language.lexicon import load_lexicon
    from ingest.language.pipeline import Extractor
    from ingest.language.training import tune

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
    right = sum(c.right for c in found)
    sys.stdout.write(f"{len(found)} candidates, {right} right; claims are made from {weights.least}\n")


def mean_command(args: argparse.Namespace) -> None:
    """Average the parameters of trainings that went on from each other: steadier than the last alone."""
    from ingest.language.training import store

    listed = [store.load(args.folder / f"{name}.npz") for name in args.names]
    store.save(args.folder / f"{args.name}.npz", store.mean(listed))


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(prog="training", description=__doc__)
    root.add_argument("--folder", type=Path, required=True, help="where the steps leave their files")
    root.add_argument("--raw", type=Path, required=True, help="the raw texts that the real passages point to")
    steps = root.add_subparsers(required=True)

    step = steps.add_parser("vocabulary", help=vocabulary.__doc__)
    step.add_argument("texts", type=Path, nargs="+")
    step.add_argument("--least", type=int, default=3, help="how often a piece must occur to stay")
    step.set_defaults(run=vocabulary)

    step = steps.add_parser("train", help=train_command.__doc__)
    step.add_argument("name")
    step.add_argument("--steps", type=int, required=True)
    step.add_argument("--documents", type=float, default=0, help="share of steps on annotated documents")
    step.add_argument("--names", type=float, default=0, help="share of steps on KIND")
    step.add_argument("--treebanks", type=float, default=0, help="share of steps on treebanks")
    step.add_argument("--annotated", type=Path, nargs="*", default=[], help="further folders of annotated documents")
    step.add_argument("--kind", type=Path, help="the folder of KIND")
    step.add_argument("--treebank", type=Path, nargs="*", default=[], help="CoNLL-U files to learn from")
    step.add_argument("--shut", type=Path, nargs="*", default=[], help="CoNLL-U files whose sentences are left out")
    step.add_argument("--start", type=Path, help="parameters of an earlier training to go on from")
    step.add_argument("--layers", type=int, default=8)
    step.add_argument("--rate", type=float, default=2.5e-4, help="the encoder's top rate; the heads' is six times that")
    step.add_argument("--seed", type=int, default=0)
    step.set_defaults(run=train_command)

    for name, command in (("export", export_command), ("tune", tune_command)):
        step = steps.add_parser(name, help=command.__doc__)
        if name == "export":
            step.add_argument("params", type=Path, help="the parameters of encoder and heads")
        step.add_argument("model", type=Path)
        step.set_defaults(run=command)

    step = steps.add_parser("mean", help=mean_command.__doc__)
    step.add_argument("name")
    step.add_argument("names", nargs="+")
    step.set_defaults(run=mean_command)
    return root


if __name__ == "__main__":
    arguments = parser().parse_args()
    arguments.run(arguments)
