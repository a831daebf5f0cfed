"""From upload to graph, while the server runs; the command line and the server share one queue."""

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

from api.importer import sweep_uploads
from graph.ledger import imports
from graph.workspace import Workspace
from ingest.add import add
from ingest.extract import Extractor, Found
from tests.api.serving import Client


def upload(client: Client, *files: tuple[str, bytes]) -> list[dict[str, Any]]:
    answer = client.post("/imports", files=[("files", (name, content)) for name, content in files])
    assert answer.status_code == 202, answer.text
    queued: list[dict[str, Any]] = answer.json()
    return queued


def finished(client: Client, queued: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The imports once they are through and the graph shows them."""
    until = time.monotonic() + 90
    while time.monotonic() < until:
        now = [client.json(f"/imports/{one['id']}") for one in queued]
        if all(one["finished_at"] for one in now) and client.json("/imports")["graph_up_to_date"]:
            return now
        time.sleep(0.1)
    pytest.fail(f"not read in time: {now}")


def test_an_uploaded_document_is_read_and_shown(empty: Workspace, note: bytes) -> None:
    with Client(empty) as client:
        (done,) = finished(client, upload(client, ("nota.json", note)))
        assert (done["state"], done["source"], done["ahead"]) == ("read", "upload:nota.json", 0)
        detail = client.json(f"/documents/{done['document']}")
        assert detail["document"]["sources"] == ["upload:nota.json"]
        assert [e["name"] for e in client.json("/entities", words="faro")["entities"]] == ["Cooperativa Faro"]
        assert "Cooperativa Faro" in client.get("/").text


def test_several_files_are_read_in_order_and_a_bad_one_does_not_hold_up_the_others(
    empty: Workspace, note: bytes
) -> None:
    with Client(empty) as client:
        queued = upload(client, ("vuoto.pdf", b""), ("rotto.pdf", b"%PDF-1.7 broken"), ("../../nota.json", note))
        blank, broken, good = finished(client, queued)
        assert (blank["state"], blank["error_code"]) == ("failed", "empty-file")
        assert blank["message"].startswith("upload:vuoto.pdf: ")
        assert (broken["state"], broken["error_code"]) == ("failed", "damaged-file")
        assert str(empty.root) not in blank["message"] + broken["message"]
        assert (good["state"], good["source"]) == ("read", "upload:nota.json")
        assert [one["id"] for one in client.json("/imports")["imports"]] == [q["id"] for q in reversed(queued)]


def test_the_same_file_again_changes_nothing_and_a_new_one_of_its_name_takes_its_place(
    empty: Workspace, note: bytes
) -> None:
    with Client(empty) as client:
        finished(client, upload(client, ("nota.json", note)))
        (again,) = finished(client, upload(client, ("nota.json", note)))
        assert again["state"] == "unchanged"
        changed = {**json.loads(note), "mentions": [], "claims": []}
        finished(client, upload(client, ("nota.json", json.dumps(changed).encode())))
        assert client.json("/documents")["total"] == 1
        assert client.json("/entities")["total"] == 0


def test_uploaded_files_are_gone_once_they_are_read(empty: Workspace, note: bytes) -> None:
    with Client(empty) as client:
        finished(client, upload(client, ("nota.json", note), ("vuoto.txt", b"")))
    sweep_uploads(empty)
    assert list(empty.uploads.iterdir()) == []
    assert len([path for path in empty.originals.rglob("*") if path.is_file()]) == 1


def test_what_another_process_adds_is_on_the_next_page(empty: Workspace, note: bytes, tmp_path: Path) -> None:
    with Client(empty) as client:
        assert client.json("/entities")["total"] == 0
        assert "Cooperativa Faro" not in client.get("/rete").text
        (tmp_path / "nota.json").write_bytes(note)
        add(empty, [tmp_path / "nota.json"], lambda _: None)
        assert client.json("/entities")["total"] == 2
        assert "Cooperativa Faro" in client.get("/rete").text
        found = client.post("/cypher", json={"cypher": "MATCH (:Organisation)-[r:LEADS]->(:Action) RETURN count(r)"})
        assert found.json()["rows"] == [[1]]


def test_imports_that_a_killed_server_left_are_taken_up_at_the_start(empty: Workspace, note: bytes) -> None:
    empty.uploads.mkdir()
    waiting, half_way = empty.uploads / "0a.json", empty.uploads / "0b.json"
    waiting.write_bytes(note)
    half_way.write_bytes(note.replace(b"Nota", b"Nuova nota"))
    with empty.ledger.write() as connection:
        imports.enqueue(connection, [("upload:b.json", str(half_way)), ("upload:a.json", str(waiting))])
        imports.take_next(connection)
    with Client(empty) as client:
        done = finished(client, client.json("/imports")["imports"])
        assert [one["state"] for one in done] == ["read", "read"]
        assert client.json("/documents")["total"] == 2


def test_a_fault_of_ours_in_one_file_does_not_hold_up_the_others(
    empty: Workspace, note: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Extractor.extract

    def faulty(extractor: Extractor, path: Path, source: str, *rest: Any) -> Found:
        if source == "upload:a.json":
            raise ZeroDivisionError
        return whole(extractor, path, source, *rest)

    monkeypatch.setattr(Extractor, "extract", faulty)
    with Client(empty) as client:
        bad, good = finished(client, upload(client, ("a.json", note), ("b.json", note)))
        assert (bad["state"], bad["error_code"], good["state"]) == ("failed", "input", "read")
        assert "a fault in Intreccio (ZeroDivisionError)" in bad["message"]


def test_files_that_nobody_waits_for_are_swept_after_an_hour(empty: Workspace) -> None:
    empty.uploads.mkdir()
    young, old, queued = (empty.uploads / name for name in ("young", "old", "queued"))
    for path in (young, old, queued):
        path.write_bytes(b"x")
    for path in (old, queued):
        os.utime(path, (time.time() - 7200,) * 2)
    with empty.ledger.write() as connection:
        imports.enqueue(connection, [("upload:queued", str(queued))])
    sweep_uploads(empty)
    assert sorted(path.name for path in empty.uploads.iterdir()) == ["queued", "young"]


def test_what_is_no_upload_is_refused(empty: Workspace) -> None:
    with Client(empty) as client:
        wrong: tuple[dict[str, Any], ...] = ({"json": {}}, {"content": b"x"}, {"data": {"files": "text"}})
        for arguments in wrong:
            answer = client.post("/imports", **arguments)
            assert (answer.status_code, answer.json()["code"]) == (400, "usage")
        assert client.get("/imports/77").status_code == 404


def test_an_upload_over_the_limit_is_refused(empty: Workspace) -> None:
    (empty.root / "intreccio.toml").write_text("[limits]\nregister_mb = 1\n")
    from graph.workspace import open_workspace

    with Client(open_workspace(empty.root)) as client:
        answer = client.post("/imports", files=[("files", ("big.csv", b"x" * (2 << 20)))])
        assert (answer.status_code, answer.json()["code"]) == (422, "file-too-large")
        assert client.json("/imports")["imports"] == []
