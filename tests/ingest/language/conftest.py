"""The scorer of the annotation standard, and one extractor for all tests of this room."""

import importlib.util
import json
import sys
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

import pytest

from ingest.language.pipeline import Extractor, load
from ingest.read.plain import read_plain


class Scored(Protocol):
    def __call__(self, *files: Path) -> dict[str, Any]: ...


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    return load()


@pytest.fixture
def scored(extractor: Extractor, shared: Path, tmp_path: Path) -> Scored:
    """Scores `extract` on annotated files, the genre not given, as the command line would be scored."""
    annotate, score = (_module(shared / "annotation" / f"{name}.py") for name in ("annotate", "score"))

    def run(*files: Path) -> dict[str, Any]:
        gold, predicted = tmp_path / "gold", tmp_path / "predicted"
        gold.mkdir(exist_ok=True)
        predicted.mkdir(exist_ok=True)
        for path in files:
            document = annotate.convert(path)
            (gold / f"{path.stem}.gold.json").write_text(json.dumps(document), encoding="utf-8")
            source = read_plain(document["document"]["text"].encode(), path.name)
            found = extractor.extract(
                source, source_name=path.name, document_id=path.stem, date=document["document"]["date"]
            )
            (predicted / f"{path.stem}.json").write_text(json.dumps(asdict(found)), encoding="utf-8")
        report: dict[str, Any] = score.compare(gold, predicted)
        return report

    return run


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module
