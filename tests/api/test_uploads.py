"""Files arrive whole, under names that are no paths, within limits, or not at all."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal
from hypothesis import given, settings
from hypothesis import strategies as st

from api.uploads import MAX_FILES, Upload, clean_name, receive_uploads
from graph.errors import FileTooLarge, StoreUnavailable, UsageError

BOUNDARY = "edge"
TYPE = f"multipart/form-data; boundary={BOUNDARY}"


def part(name: str | None, content: bytes, field: str = "files") -> bytes:
    filename = "" if name is None else f'; filename="{name}"'
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"{filename}\r\n\r\n'
    return head.encode() + content + b"\r\n"


def body(*parts: bytes) -> bytes:
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def receive(content: bytes, folder: Path, *, kind: str = TYPE, limit_mb: int = 1, step: int = 65_536) -> list[Upload]:
    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(content), step):
            yield content[start : start + step]

    with start_blocking_portal() as portal:
        return portal.call(receive_uploads, kind, pieces(), folder, limit_mb)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("verbale.pdf", "verbale.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\win.ini", "win.ini"),
        ("/", "file"),
        ("..", "file"),
        (".bashrc", "bashrc"),
        ("a\x00b\n\u202ec.txt", "abc.txt"),
        ("Perche\u0301.txt", "Perché.txt"),
        ("nome.con.punti.docx", "nome.con.punti.docx"),
    ],
)
def test_a_name_keeps_its_words_and_loses_its_path(given_name: str, kept: str) -> None:
    assert clean_name(given_name) == kept


@given(st.text(max_size=400))
def test_no_name_is_a_path_or_too_long(name: str) -> None:
    cleaned = clean_name(name)
    assert cleaned
    assert cleaned not in {".", ".."}
    assert "/" not in cleaned
    assert "\\" not in cleaned
    assert cleaned.isprintable()
    assert len(cleaned.encode()) <= 220
    assert clean_name(cleaned) == cleaned or cleaned.startswith(".") or len(cleaned.encode()) > 150


@settings(max_examples=40)
@given(content=st.binary(max_size=300), step=st.integers(1, 40))
def test_content_arrives_as_it_was_whatever_the_pieces(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, step: int
) -> None:
    folder = tmp_path_factory.mktemp("uploads")
    whole = body(part("a.txt", content), part(None, b"not a file", "note"), part("b.csv", b"x;y"))
    first, second = receive(whole, folder, step=step)
    assert first.path.read_bytes() == content
    assert second.path.read_bytes() == b"x;y"
    assert (first.source, second.source) == ("upload:a.txt", "upload:b.csv")


def test_files_lie_in_the_folder_under_names_of_ours(tmp_path: Path) -> None:
    uploads = receive(body(part("../../../escape.txt", b"x"), part("x.p h p", b"x")), tmp_path / "uploads")
    assert {upload.path.parent for upload in uploads} == {tmp_path / "uploads"}
    assert [upload.path.suffix for upload in uploads] == [".txt", ""]
    assert list(tmp_path.iterdir()) == [tmp_path / "uploads"]


def test_a_file_over_the_limit_is_refused_and_nothing_is_kept(tmp_path: Path) -> None:
    content = body(part("small.txt", b"x"), part("large.bin", b"x" * (1 << 20) + b"y"))
    with pytest.raises(FileTooLarge, match=r"upload:large\.bin: .*1 MB"):
        receive(content, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=f"more than {MAX_FILES}"):
        receive(body(*[part("a.txt", b"x")] * (MAX_FILES + 1)), tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (TYPE, body(part("a.txt", b"content"))[:-20]),
        (TYPE, b"nothing of the kind"),
        (TYPE, b""),
        (TYPE, body(part(None, b"x"))),
        (TYPE, part("a.txt", b"") + b"--other--\r\n"),
        ("multipart/form-data", body(part("a.txt", b"x"))),
        ("multipart/form-data; boundary=" + "x" * 5000, body(part("a.txt", b"x"))),
        ("application/json", b"{}"),
        ("", b""),
    ],
)
def test_what_is_no_upload_or_breaks_off_leaves_nothing(tmp_path: Path, kind: str, content: bytes) -> None:
    with pytest.raises(UsageError):
        receive(content, tmp_path, kind=kind)
    assert list(tmp_path.iterdir()) == []


def test_headers_without_end_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="did not arrive whole"):
        receive(f"--{BOUNDARY}\r\n".encode() + b"X-Long: " + b"x" * 1_000_000, tmp_path)


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "uploads").write_text("a file stands where the folder should be")
    with pytest.raises(StoreUnavailable, match="cannot be kept"):
        receive(body(part("a.txt", b"x")), tmp_path / "uploads")
