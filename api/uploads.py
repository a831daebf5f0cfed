"""Files that come with a request: written to the workspace as they arrive, never whole in memory.

The name that a file comes with is never a path: without folders and without signs that cannot be printed it is kept as
what the source is called, `upload:NAME`.
"""

import unicodedata
from collections.abc import AsyncIterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from secrets import token_hex
from typing import BinaryIO, Final

from anyio import to_thread
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from graph.errors import FileTooLarge, StoreUnavailable, UsageError

MAX_FILES: Final = 100
_NAME_BYTES: Final = 150
_SUFFIX_LENGTH: Final = 10
_HINT: Final = "Send it as multipart/form-data, in fields called files."


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it lies in the workspace, and what people call it."""

    source: str
    path: Path


async def receive_uploads(content_type: str, body: AsyncIterable[bytes], folder: Path, limit_mb: int) -> list[Upload]:
    """Writes the files of a multipart body into `folder`.

    Raises `UsageError` when the body is no such thing, `FileTooLarge` when a file is over the limit, `StoreUnavailable`
    when the disk is full; then nothing of it is kept.
    """
    kind, options = parse_options_header(content_type)
    boundary = options.get(b"boundary")
    if kind != b"multipart/form-data" or not boundary:
        raise UsageError("The request brings no files.", hint=_HINT)
    receiver = _Receiver(folder, limit_mb)
    try:
        parser = MultipartParser(boundary, receiver.callbacks())  # type: ignore[arg-type]
        async for chunk in body:
            await to_thread.run_sync(parser.write, chunk)
        parser.finalize()
        return receiver.finished()
    except BaseException as error:
        receiver.discard()
        if isinstance(error, FormParserError):
            raise UsageError("The files did not arrive whole.", hint=_HINT) from error
        if isinstance(error, OSError):
            raise StoreUnavailable(f"the files cannot be kept: {error.strerror}.", where=str(folder)) from error
        raise


def clean_name(name: str) -> str:
    """A file's name without folders, control signs and length; "file" where nothing is left."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(sign for sign in last if sign.isprintable()).strip(" .")
    suffix = PurePosixPath(plain).suffix[: _SUFFIX_LENGTH + 1]
    stem = plain.removesuffix(suffix).encode("utf-8", "ignore")[:_NAME_BYTES].decode("utf-8", "ignore").strip()
    return f"{stem or 'file'}{suffix.encode('utf-8', 'ignore').decode()}"


@dataclass
class _Receiver:
    """Takes the parts of a multipart body one after the other; each that names a file becomes one."""

    folder: Path
    limit_mb: int
    uploads: list[Upload] = field(default_factory=list)
    _file: BinaryIO | None = None
    _ended: bool = False
    _size: int = 0
    _header: bytes = b""
    _value: bytes = b""
    _name: str | None = None

    def callbacks(self) -> dict[str, object]:
        return {
            "on_header_field": self._on_header_field,
            "on_header_value": self._on_header_value,
            "on_header_end": self._on_header_end,
            "on_headers_finished": self._on_headers_finished,
            "on_part_data": self._on_part_data,
            "on_part_end": self._close,
            "on_end": self._on_end,
        }

    def finished(self) -> list[Upload]:
        if not self._ended:
            raise FormParserError("the last boundary is missing")
        if not self.uploads:
            raise UsageError("The request brings no files.", hint=_HINT)
        return self.uploads

    def discard(self) -> None:
        self._close()
        for upload in self.uploads:
            upload.path.unlink(missing_ok=True)

    def _on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            _, options = parse_options_header(self._value)
            name = options.get(b"filename")
            self._name = None if name is None else name.decode("utf-8", "replace")
        self._header = self._value = b""

    def _on_headers_finished(self) -> None:
        name, self._name = self._name, None
        if not name:
            return
        if len(self.uploads) >= MAX_FILES:
            raise UsageError(f"There are more than {MAX_FILES} files.", hint="Send them in several requests.")
        cleaned = clean_name(name)
        suffix = PurePosixPath(cleaned).suffix.lower()
        safe = suffix if suffix[1:].isascii() and suffix[1:].isalnum() else ""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{token_hex(16)}{safe}"
        self.uploads.append(Upload(f"upload:{cleaned}", path))
        self._file, self._size = path.open("xb"), 0

    def _on_part_data(self, data: bytes, start: int, end: int) -> None:
        if self._file is None:
            return
        self._size += end - start
        if self._size > self.limit_mb << 20:
            raise FileTooLarge(
                f"the file has more than the {self.limit_mb} MB that are allowed.",
                where=self.uploads[-1].source,
                hint="Split it, or raise limits.register_mb in intreccio.toml.",
            )
        self._file.write(data[start:end])

    def _on_end(self) -> None:
        self._ended = True

    def _close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            file.close()
