"""Making very many things that hold no cycles, without Python looking for cycles among them again and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Pauses the search for cycles; what nobody holds any more is freed all the same. Of all threads the first decides.

    A graph of 100,000 ties and its cards are millions of objects, none of which leads back to itself: each look through
    them finds nothing, and together the looks took a fifth of the time.
    """
    paused = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if paused:
            gc.enable()
