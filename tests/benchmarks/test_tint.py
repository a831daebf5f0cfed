"""What is made of Tint's answers, without Tint: stand-ins for Maven and Java answer as they do."""

import json
from pathlib import Path

import pytest

from benchmarks import language_systems, tint
from benchmarks.tint import TintError
from ingest.language.corpus.gold import Gold
from ingest.language.corpus.notation import as_json

TEXT = "Il 🌳 di Riva"
ANSWER = {"sentences": [{}, {"entitymentions": [{"ner": "LOC", "characterOffsetBegin": 9, "characterOffsetEnd": 13}]}]}
JAVA = f"""#!/bin/sh
for last; do folder=$last; done
while read -r file; do cat > "$file.json" <<'END'
{json.dumps(ANSWER)}
END
done < "$folder/files"
echo 'TOTAL: 0.5 sec. for 4 tokens at 8.0 tokens/sec.' >&2
"""
MAVEN = """#!/bin/sh
for last; do kept=$last; done
echo a.jar > "${kept#-Dmdep.outputFile=}"
"""


def programs(folder: Path, monkeypatch: pytest.MonkeyPatch, **scripts: str) -> None:
    for name, script in scripts.items():
        (folder / name).write_text(script, encoding="utf-8")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin" if scripts else str(folder))


def test_offsets_are_code_points() -> None:
    ((label, start, end),) = tint.spans(TEXT, ANSWER)
    assert (label, TEXT[start:end]) == ("LOC", "Riva")


def test_all_texts_are_read_in_one_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs(tmp_path, monkeypatch, java=JAVA, mvn=MAVEN)
    found = tint.names([TEXT, TEXT])
    assert found.spans == ((("LOC", 8, 12),), (("LOC", 8, 12),))
    assert found.seconds == 0.5


def test_tints_labels_become_types(monkeypatch: pytest.MonkeyPatch) -> None:
    note = "# id: riva\nIl [o1|Organisation|Forum] è a [l1|Place|Riva] dal 2020.\n---\n"
    gold = {"riva": Gold.of_json(as_json(note, "riva.ann"), "riva.ann")}
    spans = (("ORG", 3, 8), ("LOC", 13, 17), ("DATE", 22, 26))
    monkeypatch.setattr(tint, "names", lambda texts: tint.Names((spans,), 2.0))
    outcome = language_systems.tinted(gold)
    assert [(m.type, m.text) for m in outcome.comparisons[0].predicted.mentions] == [
        ("Organisation", "Forum"),
        ("Place", "Riva"),
    ]
    assert outcome.report.names_macro == 1.0
    assert outcome.words_per_second == outcome.report.words / 2


def test_what_fails_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs(tmp_path, monkeypatch)
    with pytest.raises(TintError, match="apt-get install openjdk-17-jre-headless maven"):
        tint.names([TEXT])
    programs(tmp_path, monkeypatch, mvn="#!/bin/sh\necho no route; exit 1\n")
    with pytest.raises(TintError, match="mvn failed:\nno route"):
        tint.names([TEXT])
