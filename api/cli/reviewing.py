"""`review`, `explain`, `conflicts`: what waits for a person, why things are one, where sources disagree."""

import getpass
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from api.cli import output
from api.cli.options import WorkspaceOption, example, open_workspace
from api.cli.text import json_text
from graph.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from graph.ledger.conflicts import Conflict
    from graph.ledger.decisions import Decision
    from graph.model import Value
    from graph.workspace import Workspace
    from ingest.resolve.explain import Explanation
    from viz.words import Language

commands = typer.Typer()


class Verdict(StrEnum):
    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"


class Shape(StrEnum):
    TABLE = "table"
    JSON = "json"


FormatOption = Annotated[Shape, typer.Option("--format", help="How to print it.")]
_SHOWN = 50


@commands.command(
    epilog=example(
        "intreccio review",
        "intreccio review 12.1 14.3 --say same",
        "intreccio review org-87f267bd2b84d356 org-1f0c6d5e9a7b2c34 --say different",
        "intreccio review c12.5 --say correct --set status=planned",
        "intreccio review --undo 7",
        "intreccio review --decisions",
    )
)
def review(
    context: typer.Context,
    *,
    things: Annotated[
        list[str] | None,
        typer.Argument(metavar="ID", help="Two things (12.5, or an entity), or a claim (c12.5).", show_default=False),
    ] = None,
    say: Annotated[
        Verdict | None, typer.Option("--say", help="What you decide: of two things, or of a claim.", show_default=False)
    ] = None,
    right: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="With correct: what is right instead.")
    ] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Why, for whoever reads it later.")] = None,
    who: Annotated[
        str | None, typer.Option("--who", metavar="NAME", help="Who decides; else the user.", show_default=False)
    ] = None,
    undo: Annotated[int | None, typer.Option("--undo", metavar="NUMBER", help="Take a decision back.")] = None,
    decisions: Annotated[bool, typer.Option("--decisions", help="List what was decided instead.")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="ROWS", help="So many are shown.")] = _SHOWN,
    format_: FormatOption = Shape.TABLE,
    workspace: WorkspaceOption = None,
) -> None:
    """Show what waits for a person, or decide it.

    What a decision would change most stands first. A decision always wins and is kept when documents are read again.
    """
    opened, by = open_workspace(context, workspace), (who or getpass.getuser(), note)
    if undo is not None:
        from graph.ledger import decisions as decided

        if things or say:
            raise UsageError("either decide (ID … --say VERDICT) or take back (--undo NUMBER).")
        with opened.ledger.write() as connection:
            number = decided.undo(connection, undo, who=by[0], note=note)
        _follow(opened, number, f"undo {undo}")
    elif say is not None:
        with opened.ledger.write() as connection:
            number = _decide(connection, things or [], say, _pairs(right or []), by)
        _follow(opened, number, say)
    elif decisions:
        _show_decisions(opened, limit, format_)
    elif things:
        raise UsageError("say what you decide.", hint="Give --say same, different, unsure, accept, reject or correct.")
    else:
        _show_queue(opened, limit, format_)


@commands.command(epilog=example('intreccio explain "Il Faro"', "intreccio explain org-87f267bd2b84d356 --format json"))
def explain(
    context: typer.Context,
    *,
    entity: Annotated[str, typer.Argument(metavar="ENTITY", help="Its id or its name.")],
    language: Annotated[Literal["it", "en"], typer.Option("--language", help="Of the reasons.")] = "en",
    format_: FormatOption = Shape.TABLE,
    workspace: WorkspaceOption = None,
) -> None:
    """Show why what was read is one entity, what weighs how much, and what would change it."""
    from api.explaining import in_words
    from ingest.resolve.explain import explain as explanation_of

    with open_workspace(context, workspace).ledger.read() as connection:
        found = in_words(explanation_of(connection, entity), language)
    if format_ is Shape.JSON:
        output.raw(json_text(asdict(found)))
    else:
        _show_explanation(found, language)


@commands.command(epilog=example("intreccio conflicts", "intreccio conflicts --format json"))
def conflicts(
    context: typer.Context, *, format_: FormatOption = Shape.TABLE, workspace: WorkspaceOption = None
) -> None:
    """Show where sources disagree, and where people and clustering do."""
    from graph.ledger.conflicts import conflicts as all_conflicts
    from graph.ledger.conflicts import contradictions

    with open_workspace(context, workspace).ledger.read() as connection:
        found, contradicted = all_conflicts(connection), contradictions(connection)
    if format_ is Shape.JSON:
        whole = {"conflicts": list(map(asdict, found)), "contradictions": list(map(asdict, contradicted))}
        output.raw(json_text(whole))
        return
    rows = [row for conflict in found for row in _conflict_rows(conflict)]
    rows += [
        (c.kind, f"{c.left_words} ({_handle(c.left)})", "", f"{c.right_words} ({_handle(c.right)})", "", c.reason)
        for c in contradicted
    ]
    output.table(("what", "name", "entity", "value", "date", "source"), rows)


def _decide(
    connection: "Connection",
    things: Sequence[str],
    say: Verdict,
    right: "Mapping[str, Value]",
    by: tuple[str, str | None],
) -> int:
    """Writes the decision; returns its number."""
    from graph.ledger import decisions as decided
    from graph.ledger.reviews import claim_named, place_named

    who, note = by
    if say in decided.OF_CLAIMS:
        if len(things) != 1:
            raise UsageError(f"{say} is said of one claim.", hint=f"intreccio review c12.5 --say {say}")
        return decided.decide_claim(connection, say, claim_named(things[0]), who=who, right=right, note=note)
    if len(things) != 2:
        raise UsageError(f"{say} is said of two things.", hint=f"intreccio review 12.1 14.3 --say {say}")
    left, rest = (place_named(connection, thing) for thing in things)
    return decided.decide_pair(connection, say, left, rest, who=who, note=note)


def _follow(workspace: "Workspace", number: int, said: str) -> None:
    """Brings the graph up to date and says what contradicts the decision."""
    from graph.ledger.conflicts import contradictions
    from ingest.add import update_graph

    update_graph(workspace)
    output.line(f"decision {number}: {said}")
    with workspace.ledger.read() as connection:
        for conflict in contradictions(connection):
            if conflict.decision == number:
                output.line(f"conflict: {conflict.left_words} and {conflict.right_words}: {conflict.reason}")


def _pairs(given: Sequence[str]) -> "dict[str, Value]":
    """NAME=VALUE, numbers as numbers. Raises `UsageError`."""
    found: dict[str, Value] = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign or not name:
            raise UsageError(f"{text!r} is no NAME=VALUE.", where="--set")
        found[name] = _value(name, value)
    return found


def _value(name: str, text: str) -> "Value":
    from graph.model import CLAIM_PROPERTIES

    if name not in CLAIM_PROPERTIES or CLAIM_PROPERTIES[name].kind != "number":
        return text
    try:
        number = json.loads(text)
    except ValueError:
        return text
    return number if isinstance(number, int | float) else text


def _show_queue(workspace: "Workspace", limit: int, format_: Shape) -> None:
    from graph.ledger.reviews import reviews

    with workspace.ledger.read() as connection:
        found = reviews(connection)
    if format_ is Shape.JSON:
        output.raw(json_text({"total": len(found), "reviews": [asdict(r) for r in found[:limit]]}))
        return
    rows = [
        (
            r.id,
            f"{r.left.words} / {r.claim or 'same?'} / {r.right.words}",
            "" if r.probability is None else f"{r.probability:.2f}",
            f"{r.edges} edges, {r.documents} documents",
            r.reason,
        )
        for r in found[:limit]
    ]
    output.table(("id", "question", "probability", "changes", "because"), rows)
    if len(found) > limit:
        output.note(f"There are {len(found)}; --limit shows more.")


def _show_decisions(workspace: "Workspace", limit: int, format_: Shape) -> None:
    from graph.ledger.decisions import newest

    with workspace.ledger.read() as connection:
        found = newest(connection, limit=limit)
    if format_ is Shape.JSON:
        output.raw(json_text([asdict(d) for d in found]))
    else:
        output.table(("number", "when", "who", "what", "about", "undone", "note"), map(_decision_row, found))


def _decision_row(d: "Decision") -> tuple[str, ...]:
    verdict = d.verdict if d.undoes is None else f"undo {d.undoes}"
    about = [] if d.subject is None or d.object is None else [d.subject.words, d.object.words]
    if d.claim:
        about.insert(1, d.claim.type)
    return str(d.id), d.at, d.who, verdict, " / ".join(about), "yes" if d.undone else "", d.note or ""


def _show_explanation(found: "Explanation", language: "Language") -> None:
    from viz.reasons import said

    def line(text: str) -> None:
        output.line(said(text, language))

    def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        output.line()
        output.table([said(column, language) for column in columns], rows)

    line(f"{found.name} ({found.entity}): {found.members_total} references, {found.links_total} links")
    if found.former_ids:
        line(f"formerly {', '.join(found.former_ids)}")
    members = [(m.side.handle, m.side.words, m.reason, m.side.passage, m.side.source) for m in found.members]
    table(("id", "words", "why", "passage", "source"), members)
    links = [
        (t.left, t.right, t.reason, f"{f.name}: {f.level} {f.weight:+.1f}") for t in found.links for f in t.features
    ]
    links += [(t.left, t.right, t.reason, "") for t in found.links if not t.features]
    table(("one", "other", "because", "weight in bits"), links)
    for refused in found.refused:
        line(f"kept apart from {refused.to.words} ({refused.to.entity}): {refused.reason}")
    for conflict in found.conflicts:
        line(f"disagreement on {conflict.attribute}: {', '.join(f'{v.value} ({v.at})' for v in conflict.values)}")
    for change in found.changes:
        line(f"would change it: {change}")


def _conflict_rows(c: "Conflict") -> list[tuple[str, ...]]:
    return [(c.attribute, c.name, c.entity, v.value, v.at, f"{v.source}: {v.words}") for v in c.values]


def _handle(place: tuple[int, int]) -> str:
    return f"{place[0]}.{place[1]}"
