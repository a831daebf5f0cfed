"""Saved queries: one `.cypher` file each, with a header of comments in TOML between two lines `// ---`.

    // ---
    // name = "actors-of-an-area"
    // title = { it = "…", en = "…" }
    // [description]          it, en
    // [[parameters]]         name, type (text, number, bool, word, list), words, default, description
    // ---
    MATCH …

A parameter without `default` has to be given. The rules of the families of gaps are saved queries too, FAMILY-RULE: a
card of a rule is found again by its query.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final, Literal

from graph.errors import NotFound, UsageError

LANGUAGES: Final = ("it", "en")
ParameterType = Literal["text", "number", "bool", "word", "list"]
Value = str | int | float | bool | list[str]
_MARK: Final = "// ---"
_BOOLS: Final = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a saved query asks for; `words` is the controlled list of the type "word"."""

    name: str
    type: ParameterType
    description: Mapping[str, str]
    default: Value | None = None
    words: tuple[str, ...] = ()

    def value(self, given: object) -> Value:
        """The value given, as its type wants it; text from a command line is read. Raises `UsageError`."""
        if isinstance(given, str) and (self.type == "text" or (self.type == "word" and given in self.words)):
            return given
        if self.type == "list" and isinstance(given, str):
            return [part for text in given.split(",") if (part := text.strip())]
        if self.type == "list" and isinstance(given, list) and all(isinstance(part, str) for part in given):
            return given
        if self.type == "number" and (number := _number(given)) is not None:
            return number
        if self.type == "bool" and isinstance(given, bool):
            return given
        if self.type == "bool" and isinstance(given, str) and given in _BOOLS:
            return _BOOLS[given]
        kinds = {"number": "a number", "bool": "true or false", "text": "text", "list": "a list of texts"}
        wanted = kinds.get(self.type) or "one of " + ", ".join(repr(word) for word in self.words)
        raise UsageError(f"The parameter {self.name} has to be {wanted}, not {str(given)[:60]!r}.")


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query with its name, and what people read about it, by language (it, en)."""

    name: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    cypher: str

    def values(self, given: Mapping[str, object]) -> dict[str, object]:
        """All parameters with what was given or else their defaults. Raises `UsageError`."""
        known = {parameter.name for parameter in self.parameters}
        if unknown := sorted(given.keys() - known):
            hint = f"It has: {', '.join(sorted(known))}." if known else "It has none."
            raise UsageError(f"The query {self.name} has no parameter {unknown[0]!r}.", hint=hint)
        values: dict[str, object] = {}
        for parameter in self.parameters:
            if parameter.name in given:
                values[parameter.name] = parameter.value(given[parameter.name])
            elif parameter.default is not None:
                values[parameter.name] = parameter.default
            else:
                raise UsageError(f"The query {self.name} needs the parameter {parameter.name}.")
        return values


@cache
def saved_queries() -> tuple[SavedQuery, ...]:
    """All saved queries, by name."""
    files = (file for file in resources.files(__package__).iterdir() if file.name.endswith(".cypher"))
    queries = (read_query(file.read_text(encoding="utf-8")) for file in files)
    return tuple(sorted(queries, key=lambda query: query.name))


def saved_query(name: str) -> SavedQuery:
    """The saved query of this name. Raises `NotFound`, naming those that there are."""
    found = next((query for query in saved_queries() if query.name == name), None)
    if found is None:
        names = ", ".join(query.name for query in saved_queries())
        raise NotFound(f"No saved query is called {name[:60]!r}.", hint=f"There are: {names}.")
    return found


def read_query(text: str) -> SavedQuery:
    """A saved query from the text of its file."""
    _, commented, cypher = text.split(f"{_MARK}\n")
    header = tomllib.loads("\n".join(line.removeprefix("//").strip() for line in commented.splitlines()))
    entries = header.pop("parameters", ())
    parameters = tuple(Parameter(**entry | {"words": tuple(entry.get("words", ()))}) for entry in entries)
    return SavedQuery(**header, parameters=parameters, cypher=cypher.strip())


def _number(given: object) -> int | float | None:
    """A finite number, also from text."""
    if isinstance(given, bool):
        return None
    if isinstance(given, int | float):
        return given if abs(given) < 2**53 else None
    try:
        number = float(str(given))
    except ValueError:
        return None
    if not abs(number) < 2**53:
        return None
    return int(number) if number.is_integer() else number
