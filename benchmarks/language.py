"""Scores of the language pipeline on the annotated documents of ../shared, by folder, with and without the genre given.

Usage: python benchmarks/language.py [FOLDER_OR_FILE …] [--misses]
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from ingest.language.pipeline import Extractor, load
from ingest.read.plain import read_plain

SHARED = Path(__file__).resolve().parents[2] / "shared"
FOLDERS = ("examples", "train", "real")


def main(arguments: list[str]) -> None:
    """Print the scorer's table for each folder."""
    chosen = [Path(a) for a in arguments if not a.startswith("--")] or [SHARED / "annotation" / f for f in FOLDERS]
    extractor = load()
    for path in chosen:
        files = sorted(path.glob("*.ann")) if path.is_dir() else [path]
        for given in (True, False):
            print(f"== {path.name}, genre {'given' if given else 'not given'}")
            print(score(extractor, files, given, [a for a in arguments if a.startswith("--")]))
            if "--misses" in arguments:
                break


def score(extractor: Extractor, files: list[Path], genre_given: bool, options: list[str]) -> str:
    """What the scorer prints about these files."""
    with tempfile.TemporaryDirectory() as folder:
        gold, predicted = Path(folder, "gold"), Path(folder, "predicted")
        predicted.mkdir()
        run = [sys.executable, SHARED / "annotation" / "annotate.py", *files, gold]
        subprocess.run(run, check=True, capture_output=True)
        for path in sorted(gold.glob("*.gold.json")):
            document = json.loads(path.read_text(encoding="utf-8"))["document"]
            source = read_plain(document["text"].encode(), path.name)
            stem = path.name.removesuffix(".gold.json")
            kind = document["kind"] if genre_given else None
            found = extractor.extract(source, source_name=stem, document_id=stem, kind=kind, date=document["date"])
            (predicted / f"{stem}.json").write_text(json.dumps(asdict(found), ensure_ascii=False), encoding="utf-8")
        scorer = [sys.executable, SHARED / "annotation" / "score.py", gold, predicted, *options]
        return subprocess.run(scorer, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main(sys.argv[1:])
