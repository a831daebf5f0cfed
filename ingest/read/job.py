"""What a reader of documents is told besides the bytes, and what is told of an error nobody foresaw."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Job:
    """`name` stands in errors; `beat` is called after every page, to show that the reading goes on."""

    name: str
    max_pages: int
    max_unpacked: int
    beat: Callable[[], None]


def kind_of(error: BaseException) -> str:
    """What a library raised, in short, for those who look for the cause."""
    name = type(error).__qualname__
    return f"{type(error).__module__}.{name}" if name.lower() == "error" else name
