"""The commands, in the order of use: vocabulary, kind, odds, crf, export."""

import argparse
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from ingest.language.encoder.windows import windows_of
from ingest.language.training.encoder import crf, export, kind, kind_train, nano, pieces, store
from ingest.language.training.encoder.model import Params, from_packed

_STRETCH = 80
"""Sentences that are read together, so that the same word near by can be looked up."""


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
    """Fine-tune on KIND; write the parameters, and measure them on the tenth held out."""
    tokenizer = store.tokenizer_in(args.folder)
    train, _ = kind.train_and_test(args.kind)
    learn, tune = kind.folds(train)
    if args.all:
        learn = train
    params, word = _start(args, args.layers)
    params = store.load(args.start) if args.start else kind_train.with_head(params, word.shape[1], args.seed)
    windows = kind.Windows(tokenizer, learn, kind_train.LENGTH)
    params = kind_train.train(
        params,
        word,
        windows,
        kind_train.Plan(args.epochs, args.rate, args.free, args.seed, args.minutes),
    )
    store.save(args.folder / f"{args.name}.npz", params)
    windows = kind.Windows(tokenizer, tune, kind_train.LENGTH)
    figures = kind_train.measured(kind_train.predict(params, word, windows, tune), tune)
    store.note(args.folder / "figures.jsonl", step="kind", name=args.name, side="tune", **figures)


def odds_command(args: argparse.Namespace) -> None:
    """The probabilities of names by the encoder's head: of the test, then of stretches of train while time lasts."""
    tokenizer = store.tokenizer_in(args.folder)
    train, test = kind.train_and_test(args.kind)
    params, word = store.load(args.params), store.load(args.folder / "pretrained.npz")["word"]

    def run(sentences: list[kind.Sentence]) -> list[store.Array]:
        windows = kind.Windows(tokenizer, sentences, args.length, args.spaced)
        return kind_train.predict(params, word, windows, sentences)

    odds = run(test)
    store.note(args.folder / "figures.jsonl", step="odds", side="test", **kind_train.measured(odds, test))
    np.save(args.folder / "odds_test.npy", np.concatenate(odds))
    stretches = [list(range(low, min(low + _STRETCH, len(train)))) for low in range(0, len(train), _STRETCH)]
    began, done = time.time(), {}
    for number in np.random.default_rng(1).permutation(len(stretches)).tolist():
        if time.time() - began > 60 * args.minutes:
            break
        done[number] = run([train[i] for i in stretches[number]])
    numbers = [i for n in sorted(done) for i in stretches[n]]
    odds = [rows for n in sorted(done) for rows in done[n]]
    np.savez(args.folder / "odds_train.npz", sentences=np.array(numbers), odds=np.concatenate(odds))
    figures = kind_train.measured(odds, [train[i] for i in numbers])
    store.note(args.folder / "figures.jsonl", step="odds", side="train", sentences=len(numbers), **figures)


def crf_command(args: argparse.Namespace) -> None:
    """Train the CRF on the part of train that has probabilities, without and with them; measure both on the test."""
    train, test = kind.train_and_test(args.kind)
    with np.load(args.folder / "odds_train.npz") as part:
        learn, of_learn = [train[i] for i in part["sentences"].tolist()], part["odds"]
    of_test = np.load(args.folder / "odds_test.npy")
    word, tokenizer = store.load(args.folder / "pretrained.npz")["word"], store.tokenizer_in(args.folder)
    words = sorted({w.lower() for s in (*train, *test) for w in s.words})
    clusters = crf.word_clusters(tokenizer, word, words)
    describer = crf.Describer(replace(crf.read_lists(args.lexica), clusters=clusters))
    for name, sides in (("crf without", (None, None)), ("crf with", (_by(of_learn, learn), _by(of_test, test)))):
        path = args.folder / f"{name.replace(' ', '_')}.crf"
        crf.train(path, describer.describe(learn, sides[0]), learn)
        found = crf.label(path, describer.describe(test, sides[1]))
        _note_parts(args, name, test, found)


def _by(flat: store.Array, sentences: list[kind.Sentence]) -> list[store.Array]:
    return np.split(flat, np.cumsum([len(s.words) for s in sentences])[:-1])


def _note_parts(args: argparse.Namespace, name: str, test: list[kind.Sentence], found: list[list[str]]) -> None:
    for part in ("all", *kind.PARTS):
        here = [i for i, s in enumerate(test) if part in ("all", s.part)]
        figures = kind.scores([test[i].labels for i in here], [found[i] for i in here])
        store.note(args.folder / "figures.jsonl", step="crf", name=name, part=part, **figures)


def export_command(args: argparse.Namespace) -> None:
    """Write the trained encoder and its heads as the files that the program loads."""
    params = store.load(args.params)
    word = store.load(args.folder / "pretrained.npz")["word"]
    tokenizer = store.tokenizer_in(args.folder)
    texts = [path.read_text(encoding="utf-8") for path in sorted(args.texts)]
    sample = [w.ids for text in texts for w in windows_of(tokenizer, text)][:40]
    export.export(args.target, params, word, sample)
    tokenizer.save(str(args.target / "tokenizer.json"), pretty=False)
    (args.target / "settings.json").write_text(export.settings() + "\n", encoding="utf-8")
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
    step.add_argument("--minutes", type=float, default=60, help="end after so long, the rate let down by then")
    step.add_argument("--free", type=float, default=0.5, help="share of sentences without names left out an epoch")
    step.add_argument("--all", action="store_true", help="learn from the tuning tenth too")
    step.set_defaults(run=kind_command)

    step = steps.add_parser("odds", help=odds_command.__doc__)
    step.add_argument("kind", type=Path)
    step.add_argument("params", type=Path)
    step.add_argument("--minutes", type=float, default=6, help="time for the stretches of train")
    step.add_argument("--length", type=int, default=kind_train.LENGTH, help="pieces of a window")
    step.add_argument("--spaced", action="store_true", help="words with a space before each, as joint/ trains on them")
    step.set_defaults(run=odds_command)

    step = steps.add_parser("crf", help=crf_command.__doc__)
    step.add_argument("kind", type=Path)
    step.add_argument("lexica", type=Path)
    step.set_defaults(run=crf_command)

    step = steps.add_parser("export", help=export_command.__doc__)
    step.add_argument("params", type=Path, help="the parameters of encoder and heads")
    step.add_argument("target", type=Path)
    step.add_argument("texts", type=Path, nargs="+", help="documents that show how large activations grow")
    step.set_defaults(run=export_command)
    return root


if __name__ == "__main__":
    arguments = parser().parse_args()
    arguments.run(arguments)
