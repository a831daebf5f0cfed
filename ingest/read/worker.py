"""A process in which documents are parsed: a parser that hangs, eats memory or crashes takes only itself down.

The parent writes a line of JSON (format, limits, size) and the bytes; the child answers with lines of JSON:
`{"beat": true}` after every page, then the result or the error. JSON and not pickle: what comes back from hostile bytes
is data only.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import asdict
from types import TracebackType
from typing import IO, Any, Self

from graph.errors import DamagedFile, FileTooLarge, InputError
from graph.extraction import Issue
from ingest.read.documents import kind_of, read_document
from ingest.read.text import Block, Job, SourceText

_STOP_AFTER = 20
"""Times `seconds` after which a document is given up, however steadily its pages come."""


class Worker:
    """Reads documents one after the other in one child process, started at the first and again after a crash.

    A context manager. Not for use by two threads at once.
    """

    def __init__(self, *, seconds: float, memory_mb: int) -> None:
        self._seconds = seconds
        self._memory_mb = memory_mb
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, format_name: str, content: bytes, job: Job) -> SourceText:
        """Raises what the reader raised; `DamagedFile` when it took too long, too much memory or crashed."""
        process = self._running()
        header = {
            "format": format_name,
            "size": len(content),
            "max_pages": job.max_pages,
            "max_unpacked": job.max_unpacked,
        }
        watch = _Watch(process, self._seconds)
        try:
            answer = _talk(process, header, content, watch)
        finally:
            watch.stop()
        if answer is None:
            self.close()
            raise _gave_up(self._seconds, timed_out=watch.fired)
        if "error" in answer:
            raise _error(answer["error"])
        return _source_text(answer["result"])

    def close(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            _kill(process)
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()
            process.wait()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(  # noqa: S603 - our own module, fixed arguments
                [sys.executable, "-P", "-m", "ingest.read.worker", str(self._memory_mb)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        return self._process


class _Watch:
    """Kills the process when it has been silent for too long, or at work for far too long."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self.fired = False
        self._process = process
        self._seconds = seconds
        self._total = self._timer(seconds * _STOP_AFTER)
        self._silence = self._timer(seconds)

    def beat(self) -> None:
        self._silence.cancel()
        self._silence = self._timer(self._seconds)

    def stop(self) -> None:
        self._silence.cancel()
        self._total.cancel()

    def _timer(self, seconds: float) -> threading.Timer:
        timer = threading.Timer(seconds, self._fire)
        timer.daemon = True
        timer.start()
        return timer

    def _fire(self) -> None:
        self.fired = True
        _kill(self._process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Ends the process and what it started (OCR)."""
    if process.poll() is not None:
        return
    try:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    except ProcessLookupError:
        pass  # it ended by itself in between


def _talk(
    process: subprocess.Popen[bytes], header: dict[str, object], content: bytes, watch: _Watch
) -> dict[str, Any] | None:
    """The answer, or None when the process died."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps(header).encode() + b"\n")
        process.stdin.write(content)
        process.stdin.flush()
        while line := process.stdout.readline():
            answer: dict[str, Any] = json.loads(line)
            if "beat" not in answer:
                return answer
            watch.beat()
    except (BrokenPipeError, json.JSONDecodeError):
        return None
    return None


def _gave_up(seconds: float, *, timed_out: bool) -> InputError:
    if timed_out:
        return DamagedFile(
            f"reading took longer than {seconds:g} seconds at one place.",
            hint="Save it again from its program, or raise limits.read_seconds.",
        )
    return DamagedFile("its content crashes the reader.", hint="Save it again from its program.")


def _error(answer: dict[str, str]) -> InputError:
    kinds = {kind.code: kind for kind in InputError.__subclasses__()}
    return kinds.get(answer["code"], DamagedFile)(answer["message"], hint=answer["hint"])


def _source_text(answer: dict[str, Any]) -> SourceText:
    blocks = tuple(
        Block(**{**block, "headers": tuple(block["headers"]) if block["headers"] else None})
        for block in answer["blocks"]
    )
    issues = tuple(Issue(**issue) for issue in answer["issues"])
    return SourceText(**{**answer, "blocks": blocks, "issues": issues})


# --- in the child -------------------------------------------------------------------------------------------------


def serve(memory_mb: int, requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answers requests until there are no more."""
    _limit_memory(memory_mb)
    while line := requests.readline():
        header = json.loads(line)
        content = requests.read(header["size"])
        _send(answers, _answer(header, content, answers))


def _answer(header: dict[str, Any], content: bytes, answers: IO[bytes]) -> dict[str, Any]:
    job = Job(header["max_pages"], header["max_unpacked"], lambda: _send(answers, {"beat": True}))
    try:
        return {"result": asdict(read_document(header["format"], content, job))}
    except InputError as error:
        return {"error": {"code": error.code, "message": error.message, "hint": error.hint}}
    except MemoryError:
        code, message = FileTooLarge.code, "reading it takes more memory than is allowed."
    except RecursionError:
        code, message = DamagedFile.code, "its parts are nested too deeply."
    except Exception as error:  # noqa: BLE001 - parsers of five libraries raise anything on broken bytes; none may escape
        code, message = DamagedFile.code, f"the file is damaged ({kind_of(error)})."
    return {"error": {"code": code, "message": message, "hint": "Save it again from its program."}}


def _send(answers: IO[bytes], message: dict[str, Any]) -> None:
    answers.write(json.dumps(message).encode() + b"\n")
    answers.flush()


def _limit_memory(memory_mb: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; the time limit holds there too
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb << 20, memory_mb << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Entry of the child: `python -m ingest.read.worker MEMORY_MB`; nothing but answers goes to standard output."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(int(sys.argv[1]), sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
