"""Mapping files: which columns of which register mean what. A new register is a new file in `mappings/`.

The files of a workspace's own folder `mappings/` go before those that come with the program.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

from graph.errors import SettingsInvalid
from ingest.registers.mapping_checks import check
from ingest.registers.words import plain

FOLDER: Final = "mappings"
"""Where a workspace keeps mappings of its own."""

Subject = Literal["organisation", "place", "action"]


@dataclass(frozen=True, slots=True)
class Floors:
    """What a register has at least; below it, it has changed.

    `rows` and `kinds` are of the whole register, `keys` is the share of rows with a key that holds, in any part of it.
    """

    rows: int = 0
    keys: float = 0.0
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionMapping:
    """What a row's body does in the row's project (CUP) or tender (CIG).

    `claim` holds unless the cell of `claim_column` is one of `claims`. `kind` is the action's. `located`: the row's
    municipality is where the action is, not the body's seat. A `plan` column funds the project.
    """

    claim: str = "PARTICIPATES_IN"
    claim_column: str = ""
    claims: Mapping[str, str] = field(default_factory=dict)
    kind: str = "project"
    located: bool = False


@dataclass(frozen=True, slots=True)
class RegisterMapping:
    """How a register is read.

    `title` names the register in the graph (None: the file's own name). A named register is recognised by `headers`,
    all of which must be there; the general one by a name column and one of `beside`, unless a header of `excludes` is
    there. `columns` gives the headers that each role may have, best first. The kind of an organisation is what the
    first of `kind_from` tells: the words of a role's cell, or `values` (column → cell → kind); else `kind`.
    `gives`, `source`, `licence`, `snapshot` and `format` are for people.
    """

    name: str
    title: str | None
    source: str
    licence: str
    snapshot: str
    format: str
    gives: str
    subject: Subject
    headers: frozenset[str]
    beside: frozenset[str]
    excludes: frozenset[str]
    columns: Mapping[str, tuple[str, ...]]
    values: Mapping[str, Mapping[str, str]]
    kind_from: tuple[str, ...]
    kind: str | None
    floors: Floors
    action: ActionMapping | None

    def bind(self, columns: Sequence[str]) -> dict[str, int]:
        """The number of the column that plays each role."""
        words = [plain(c) for c in columns]
        return {
            role: words.index(header)
            for role, headers in self.columns.items()
            if (header := next((h for h in headers if h in words), None)) is not None
        }

    def fits(self, columns: Sequence[str]) -> bool:
        words = {plain(c) for c in columns}
        if self.headers:
            return self.headers <= words
        roles = self.bind(columns).keys()
        return "name" in roles and bool(self.beside & roles) and not self.excludes & words

    def missing(self, columns: Sequence[str]) -> list[str]:
        """The headers by which the register is known and that are not there; a name column is always one."""
        words = {plain(c) for c in columns}
        named = [] if "name" in self.bind(columns) else [self.columns["name"][0]]
        return sorted(self.headers - words | set(named))


def recognise(columns: Sequence[str], own: Sequence[RegisterMapping] = ()) -> RegisterMapping | None:
    """The mapping that fits these columns: one of the workspace's own, else a bundled one; that with most headers."""
    fitting = [[m for m in mappings if m.fits(columns)] for mappings in (own, bundled())]
    return max(next(filter(None, fitting), []), key=lambda m: (len(m.headers), m.name), default=None)


@cache
def bundled() -> tuple[RegisterMapping, ...]:
    """The mappings that come with the program."""
    folder = files("ingest.registers").joinpath("mappings")
    texts = sorted((f.name, f.read_text(encoding="utf-8")) for f in folder.iterdir() if f.name.endswith(".toml"))
    return tuple(parse(name.removesuffix(".toml"), text) for name, text in texts)


def own_mappings(workspace: Path) -> tuple[RegisterMapping, ...]:
    """The mappings in the workspace's folder `mappings`. Raises `SettingsInvalid`."""
    return tuple(load(path) for path in sorted((workspace / FOLDER).glob("*.toml")))


def load(path: Path) -> RegisterMapping:
    """A mapping file of a user's. Raises `SettingsInvalid` with what is wrong in it."""
    try:
        return parse(path.stem, path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsInvalid(f"the mapping cannot be read: {error.strerror}.", where=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValueError) as error:
        raise SettingsInvalid(
            f"{error}.", where=str(path), hint="See docs/registers.md for what may stand in it."
        ) from error


def parse(name: str, text: str) -> RegisterMapping:
    """A mapping file. Raises `ValueError` for a role, kind or claim that does not exist: a mistake of its author."""
    data: dict[str, Any] = tomllib.loads(text)
    check(name, data)
    floors, action = data.get("floors", {}), data.get("action")
    return RegisterMapping(
        name=name,
        **{word: data.get(word, "") for word in ("source", "licence", "snapshot", "format", "gives")},
        title=data.get("title"),
        subject=data.get("subject", "organisation"),
        headers=frozenset(plain(h) for h in data.get("headers", ())),
        beside=frozenset(data.get("beside", ())),
        excludes=frozenset(plain(h) for h in data.get("excludes", ())),
        columns=MappingProxyType({role: tuple(map(plain, headers)) for role, headers in data["columns"].items()}),
        values=MappingProxyType(
            {
                plain(c): {plain(cell): kind for cell, kind in kinds.items()}
                for c, kinds in data.get("kinds", {}).items()
            }
        ),
        kind_from=tuple(data.get("kind_from", ("legal_form", "section", "category", "values", "name"))),
        kind=data.get("kind"),
        floors=Floors(floors.get("rows", 0), floors.get("keys", 0.0), tuple(floors.get("kinds", ()))),
        action=None if action is None else ActionMapping(**action),
    )
