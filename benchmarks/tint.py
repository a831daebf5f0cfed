"""Tint, the Italian pipeline of FBK on Stanford CoreNLP: its names in many texts, with one start of Java 17.

Maven fetches it once into its own repository (310 MB). Tagger, lemmas and names run as Tint sets them up; the parser,
which names do not need, is left out.
"""

import json
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

POM = Path(__file__).with_suffix(".pom.xml")
ANNOTATORS = "ita_toksent,pos,ita_upos,ita_splitter,ita_morpho,ita_lemma,ner"
SECONDS = 900.0

Span = tuple[str, int, int]
"""Tint's label, start, end (code points)."""


class TintError(Exception):
    """Tint cannot be fetched or run; the text has the last lines of what was tried."""


@dataclass(frozen=True, slots=True)
class Names:
    """The entities of every text (numbers and dates too), and how long the annotating took, the start aside."""

    spans: tuple[tuple[Span, ...], ...]
    seconds: float


def names(texts: Sequence[str]) -> Names:
    """Everything that Tint names in the texts. Raises `TintError`."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, f"{number}.txt") for number in range(len(texts))]
        for file, text in zip(files, texts, strict=True):
            file.write_text(text, encoding="utf-8", newline="")
        listed = Path(folder, "files")
        listed.write_text("".join(f"{file}\n" for file in files), encoding="utf-8")
        program = ["java", "-Xmx3g", "-Duser.language=en", "-cp", _classes(Path(folder, "classes"))]
        said = _run(
            *program,
            "edu.stanford.nlp.pipeline.StanfordCoreNLP",
            *("-props", "default-config.properties", "-annotators", ANNOTATORS),
            *("-filelist", str(listed), "-outputFormat", "json", "-outputDirectory", folder),
        )
        took = re.search(r"TOTAL: ([\d.]+) sec", said)
        if took is None:
            raise TintError(f"Tint did not say how long it took:\n{_last(said)}")
        found = [json.loads(Path(f"{file}.json").read_text(encoding="utf-8")) for file in files]
    return Names(tuple(tuple(spans(t, f)) for t, f in zip(texts, found, strict=True)), float(took[1]))


def spans(text: str, found: Mapping[str, Any]) -> Iterator[Span]:
    """The entities in CoreNLP's JSON. Java counts UTF-16 units."""
    units = text.encode("utf-16-le")

    def points(offset: int) -> int:
        return len(units[: 2 * offset].decode("utf-16-le", errors="ignore"))

    for sentence in found["sentences"]:
        for entity in sentence.get("entitymentions", ()):
            yield entity["ner"], points(entity["characterOffsetBegin"]), points(entity["characterOffsetEnd"])


def _classes(kept: Path) -> str:
    """Java's class path, everything on it fetched."""
    maven = ["mvn", "-q", "-B", "-f", str(POM), "dependency:build-classpath", "-DincludeScope=runtime"]
    _run(*maven, f"-Dmdep.outputFile={kept}")
    return kept.read_text(encoding="utf-8").strip()


def _run(*command: str) -> str:
    try:
        answer = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=SECONDS,
        )
    except FileNotFoundError as error:
        raise TintError(f"{command[0]} is not there: apt-get install openjdk-17-jre-headless maven") from error
    if answer.returncode != 0:
        raise TintError(f"{command[0]} failed:\n{_last(answer.stdout)}")
    return answer.stdout


def _last(said: str) -> str:
    return "\n".join(said.splitlines()[-15:])
