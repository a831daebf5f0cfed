"""The commands, in the order of use: vocabulary, kind, crf, export."""

import argparse
import json
from pathlib import Path

import numpy as np

from ingest.language.encoder.windows import windows_of
from ingest.language.training.encoder import crf, export, kind, kind_train, nano, pieces, store
from ingest.language.training.encoder.model import Params, from_packed


def vocabulary(args: argparse.Namespace) -> None:
    """Prune the pieces to what the given texts use; write tokenizer and frozen word vectors."""
    packed = nano.read_packed(nano.packed_file())
    full = pieces.tokenizer_of(packed.pieces)
    counts, signs = pieces.counted(full, pieces.texts_under(args.texts))
    small, kept = pieces.pruned(packed.pieces, counts, signs, args.least)
    covered = sum(counts[i] for i in kept) / max(counts.total(), 1)
    args.folder.mkdir(parents=True, exist_ok=True)
    pieces.tokenizer_of(small).save(str(args.folder / "tokenizer.json"))
    params, word = from_packed(packed, kept, packed.layers)
    store.save(args.folder / "pretrained.npz", {"params": params, "word": word})
    store.note(args.folder / "figures.jsonl", step="vocabulary", pieces=len(kept), of_text=round(covered, 5))


def _start(args: argparse.Namespace, layers: int) -> tuple[Params, store.Array]:
    found = store.load(args.folder / "pretrained.npz")
    params = found["params"]
    params["layers"] = {k: v[:layers] for k, v in params["layers"].items()}
    return params, found["word"]


def kind_command(args: argparse.Namespace) -> None:
    """Fine-tune on KIND; write the parameters, and the probabilities of the words held out and of the test."""
    tokenizer = store.tokenizer_in(args.folder)
    train, test = kind.train_and_test(args.kind)
    learn, tune = kind.folds(train)
    if args.all:
        learn = train
    params, word = _start(args, args.layers)
    params = store.load(args.start) if args.start else kind_train.with_head(params, word.shape[1], args.seed)
    windows = kind.Windows(tokenizer, learn, kind_train.LENGTH)
    params = kind_train.train(params, word, windows, kind_train.Plan(args.epochs, args.rate, args.free, args.seed))
    store.save(args.folder / f"{args.name}.npz", params)
    for side, sentences in (("tune", tune), ("test", test)):
        odds = kind_train.predict(params, word, kind.Windows(tokenizer, sentences, kind_train.LENGTH), sentences)
        np.save(args.folder / f"{args.name}_{side}.npy", np.concatenate(odds))
        figures = kind_train.measured(odds, sentences)
        store.note(args.folder / "figures.jsonl", step="kind", name=args.name, side=side, **figures)
        for part in kind.PARTS:
            here = [i for i, s in enumerate(sentences) if s.part == part]
            figures = kind_train.measured([odds[i] for i in here], [sentences[i] for i in here])
            store.note(args.folder / "figures.jsonl", step="kind", name=args.name, side=side, part=part, **figures)


def crf_command(args: argparse.Namespace) -> None:
    """Train the CRF on the tuning tenth with the encoder's probabilities; measure by fifths of it and on the test."""
    train, test = kind.train_and_test(args.kind)
    tune = kind.folds(train)[1]
    describer = crf.Describer(crf.read_lists(args.lexica))

    def described(side: str, sentences: list[kind.Sentence]) -> list[list[crf.Features]]:
        flat = np.load(args.folder / f"{args.name}_{side}.npy")
        ends = np.cumsum([len(s.words) for s in sentences])
        return describer.describe(sentences, np.split(flat, ends[:-1]))

    features, path = described("tune", tune), args.folder / f"{args.name}.crf"
    found: list[list[str]] = []
    for fold in range(5):
        low, high = len(tune) * fold // 5, len(tune) * (fold + 1) // 5
        crf.train(path, [*features[:low], *features[high:]], [*tune[:low], *tune[high:]])
        found += crf.label(path, features[low:high])
    figures = kind.scores([s.labels for s in tune], found)
    store.note(args.folder / "figures.jsonl", step="crf", name=args.name, side="tune by fifths", **figures)
    crf.train(path, features, tune)
    figures = kind.scores([s.labels for s in test], crf.label(path, described("test", test)))
    store.note(args.folder / "figures.jsonl", step="crf", name=args.name, side="test", **figures)


def export_command(args: argparse.Namespace) -> None:
    """Write the trained encoder and its heads as the files that the program loads."""
    params = store.load(args.params)
    word = store.load(args.folder / "pretrained.npz")["word"]
    tokenizer = store.tokenizer_in(args.folder)
    texts = [path.read_text(encoding="utf-8") for path in sorted(args.texts)]
    sample = [w.ids for text in texts for w in windows_of(tokenizer, text)][:40]
    schema = json.loads(args.schema.read_text(encoding="utf-8"))
    export.export(args.target, params, word, sample)
    tokenizer.save(str(args.target / "tokenizer.json"), pretty=False)
    (args.target / "settings.json").write_text(export.settings(schema, args.least) + "\n", encoding="utf-8")
    sizes = {path.name: path.stat().st_size for path in sorted(args.target.iterdir())}
    store.note(args.folder / "figures.jsonl", step="export", layers=len(params["encoder"]["layers"]["qkv_w"]), **sizes)


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(prog="encoder", description=__doc__)
    root.add_argument("--folder", type=Path, required=True, help="where the steps leave their files")
    steps = root.add_subparsers(required=True)

    step = steps.add_parser("vocabulary", help=vocabulary.__doc__)
    step.add_argument("texts", type=Path, nargs="+")
    step.add_argument("--least", type=int, default=3, help="how often a piece must occur to stay")
    step.set_defaults(run=vocabulary)

    step = steps.add_parser("kind", help=kind_command.__doc__)
    step.add_argument("kind", type=Path)
    step.add_argument("--name", default="kind")
    step.add_argument("--layers", type=int, default=8)
    step.add_argument("--start", type=Path, help="parameters of an earlier training to go on from")
    step.add_argument("--epochs", type=int, default=2)
    step.add_argument("--rate", type=float, default=2e-4)
    step.add_argument("--seed", type=int, default=1)
    step.add_argument("--free", type=float, default=0.5, help="share of sentences without names left out an epoch")
    step.add_argument("--all", action="store_true", help="learn from the tuning tenth too")
    step.set_defaults(run=kind_command)

    step = steps.add_parser("crf", help=crf_command.__doc__)
    step.add_argument("kind", type=Path)
    step.add_argument("lexica", type=Path)
    step.add_argument("--name", default="kind")
    step.set_defaults(run=crf_command)

    step = steps.add_parser("export", help=export_command.__doc__)
    step.add_argument("params", type=Path, help="the parameters of encoder and heads")
    step.add_argument("target", type=Path)
    step.add_argument("schema", type=Path, help="the standard's schema.json")
    step.add_argument("texts", type=Path, nargs="+", help="documents that show how large activations grow")
    step.add_argument("--least", type=float, default=0.3, help="least probability of a claim, before tuning")
    step.set_defaults(run=export_command)
    return root


if __name__ == "__main__":
    arguments = parser().parse_args()
    arguments.run(arguments)
