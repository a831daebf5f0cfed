"""`registers`: which registers are known and what each gives; what would be read of a file."""

import secrets
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import output
from api.cli.options import WorkspaceOption, example, named_workspace
from api.cli.text import json_text
from graph.errors import WorkspaceNotFound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.registers.mapping import RegisterMapping
    from ingest.registers.preview import Preview

_SHOWN = 10

commands = typer.Typer(
    help="List the registers that are known and what each gives; preview or check a file.",
    invoke_without_command=True,
    no_args_is_help=False,
    rich_markup_mode=None,
    epilog=example(
        "intreccio registers",
        "intreccio registers preview list.csv --mapping own.toml",
        "intreccio registers check ipa_enti.csv",
    ),
)


class Shape(StrEnum):
    TABLE = "table"
    JSON = "json"


FormatOption = Annotated[Shape, typer.Option("--format", help="How to print it.")]
MappingOption = Annotated[
    str | None,
    typer.Option(
        "--mapping", metavar="NAME|FILE.toml", help="Instead of the one that its columns tell.", show_default=False
    ),
]
FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A register: csv, xlsx or parquet.")]


@commands.callback()
def registers(context: typer.Context, format_: FormatOption = Shape.TABLE, workspace: WorkspaceOption = None) -> None:
    """List the registers that are known and what each gives; preview or check a file."""
    if context.invoked_subcommand:
        return
    from ingest.registers.mapping import bundled

    known = [*_own(context, workspace), *bundled()]
    if format_ is Shape.JSON:
        output.raw(json_text([_described(m) for m in known]))
        return
    columns = ("name", "register", "snapshot", "gives", "licence")
    output.table(columns, [(m.name, m.title or "any list", m.snapshot, m.gives, m.licence) for m in known])


@commands.command(
    epilog=example("intreccio registers preview list.csv", "intreccio registers preview list.csv --mapping own.toml")
)
def preview(
    context: typer.Context,
    file: FileArgument,
    *,
    mapping: MappingOption = None,
    rows: Annotated[int, typer.Option("--rows", min=1, help="How many rows are looked at.")] = 1000,
    format_: FormatOption = Shape.TABLE,
    workspace: WorkspaceOption = None,
) -> None:
    """Show what would be read of a register: what each column is, what the first rows give, what is doubtful."""
    found = _previewed(context, workspace, file, mapping, rows)
    if format_ is Shape.JSON:
        output.raw(json_text(_as_json(found)))
    else:
        _show(found)


@commands.command(epilog=example("intreccio registers check cinque_per_mille_2022.csv"))
def check(
    context: typer.Context, file: FileArgument, mapping: MappingOption = None, workspace: WorkspaceOption = None
) -> None:
    """Check that a whole register is what its mapping says: columns, at least so many rows, keys, kinds."""
    from ingest.registers.preview import check_whole

    found = _previewed(context, workspace, file, mapping, None)
    check_whole(found)
    output.line(f"{found.mapping.title or found.mapping.name}: {found.rows} rows, {found.keys} with a key: as expected")


def _previewed(
    context: typer.Context, workspace: Path | None, file: Path, name: str | None, rows: int | None
) -> "Preview":
    from ingest.registers.preview import chosen_mapping
    from ingest.registers.preview import preview as look

    own = _own(context, workspace)
    return look(file, chosen_mapping(name, own), own, secrets.token_bytes(32), rows)


def _own(context: typer.Context, workspace: Path | None) -> "Sequence[RegisterMapping]":
    """The mappings of the workspace; none where there is no workspace."""
    from graph.workspace import find_workspace
    from ingest.registers.mapping import own_mappings

    named = named_workspace(context, workspace)
    try:
        return own_mappings(find_workspace(named, Path.cwd()).root)
    except WorkspaceNotFound:
        if named:
            raise
        return ()


def _described(mapping: "RegisterMapping") -> dict[str, object]:
    stated = {w: getattr(mapping, w) for w in ("name", "title", "gives", "snapshot", "format", "source", "licence")}
    floors = {"rows": mapping.floors.rows, "keys": mapping.floors.keys, "kinds": list(mapping.floors.kinds)}
    return {**stated, "columns": {role: list(names) for role, names in mapping.columns.items()}, "floors": floors}


def _as_json(found: "Preview") -> dict[str, object]:
    return {
        "mapping": found.mapping.name,
        "rows": found.rows,
        "keys": found.keys,
        "columns": [{"column": c.name, "read_as": c.role, "example": c.example} for c in found.columns],
        "found": found.found,
        "kinds": found.kinds,
        "rejected": [{"row": r.row, "reason": r.reason} for r in found.rejected],
        "issues": [{"where": i.where, "message": i.message} for i in found.issues],
    }


def _show(found: "Preview") -> None:
    output.line(f"{found.mapping.name}: {found.mapping.title or 'a list by the name of its file'}")
    output.table(("column", "read as", "example"), [(c.name, c.role, c.example) for c in found.columns])
    output.line(f"{found.rows} rows, {found.keys} with a key, {len(found.rejected)} kept aside")
    output.table(("found", "number"), [(what, str(number)) for what, number in sorted(found.found.items())])
    for issue in found.issues[:_SHOWN]:
        output.note(f"{issue.where}: {issue.message}")
    if len(found.issues) > _SHOWN:
        output.note(f"… and {len(found.issues) - _SHOWN} more")
