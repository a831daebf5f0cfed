"""Mapping files: which columns of which register mean what. A new register is a new file in `mappings/`."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final, Literal

from graph.model import MENTION_TYPES
from ingest.registers.words import plain

ROLES: Final = frozenset(
    (
        *("name", "fiscal_code", "vat", "ipa_code", "municipality", "municipality_code", "province", "region"),
        *("legal_form", "section", "category", "founded", "acronym", "address", "ateco", "registration", "registered"),
    )
)
"""What a column can be. The last four only help to recognise a register; its cells stay in the record."""

Subject = Literal["organisation", "place"]


@dataclass(frozen=True, slots=True)
class RegisterMapping:
    """How a register is read.

    `title` names the register in the graph (None: the file's own name). A named register is recognised by `headers`,
    all of which must be there; the general one by a name column and one of `beside`, unless a header of `excludes` is
    there. `columns` gives the headers that each role may have, best first. The kind of an organisation is what the
    first of `kind_from` tells: the words of a role's cell, or `values` (column → cell → kind); else `kind`.
    """

    name: str
    title: str | None
    source: str
    subject: Subject
    headers: frozenset[str]
    beside: frozenset[str]
    excludes: frozenset[str]
    columns: Mapping[str, tuple[str, ...]]
    values: Mapping[str, Mapping[str, str]]
    kind_from: tuple[str, ...]
    kind: str | None

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


def recognise(columns: Sequence[str]) -> RegisterMapping | None:
    """The mapping that fits these columns; of several named ones that which asks for the most headers."""
    fitting = (m for m in bundled() if m.fits(columns))
    return max(fitting, key=lambda m: (len(m.headers), m.name), default=None)


@cache
def bundled() -> tuple[RegisterMapping, ...]:
    """The mappings that come with the program."""
    folder = files("ingest.registers").joinpath("mappings")
    texts = sorted((f.name, f.read_text(encoding="utf-8")) for f in folder.iterdir() if f.name.endswith(".toml"))
    return tuple(parse(name.removesuffix(".toml"), text) for name, text in texts)


def parse(name: str, text: str) -> RegisterMapping:
    """A mapping file. Raises `ValueError` for a role or kind that does not exist: a mistake of its author."""
    data: dict[str, Any] = tomllib.loads(text)
    columns = {role: tuple(plain(h) for h in headers) for role, headers in data["columns"].items()}
    values = {plain(column): dict(kinds) for column, kinds in data.get("kinds", {}).items()}
    _check(name, columns, [*(k for kinds in values.values() for k in kinds.values()), data.get("kind")])
    return RegisterMapping(
        name=name,
        title=data.get("title"),
        source=data.get("source", ""),
        subject=data.get("subject", "organisation"),
        headers=frozenset(plain(h) for h in data.get("headers", ())),
        beside=frozenset(data.get("beside", ())),
        excludes=frozenset(plain(h) for h in data.get("excludes", ())),
        columns=MappingProxyType(columns),
        values=MappingProxyType(values),
        kind_from=tuple(data.get("kind_from", ("legal_form", "section", "category", "values", "name"))),
        kind=data.get("kind"),
    )


def _check(name: str, columns: Mapping[str, object], kinds: Iterable[str | None]) -> None:
    kind = MENTION_TYPES["Organisation"].property("kind")
    if wrong := [*(columns.keys() - ROLES), *(k for k in kinds if k and not (kind and k in kind.words))]:
        raise ValueError(f"mapping {name}: unknown roles or kinds {', '.join(wrong)}")
