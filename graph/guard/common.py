"""Writes what only Neo4j understands in the words that both stores do, wherever that means the same.

CALL db.labels                      CALL db.labels()
+1                                  1
o {.name, n}                        o {.name, n: n}
-[:A|:B]->                          -[:A|B]->
n:A|B          (in an expression)   (n:A OR n:B)
MATCH (n:A&!B WHERE n.x > 1)        MATCH (n) WHERE n:A AND NOT n:B AND n.x > 1
-[r:!A WHERE r.x = 1]->             -[r]-> … WHERE NOT type(r) = 'A' AND r.x = 1
"""

from typing import TYPE_CHECKING, Any

from graph.guard.trees import child, first, is_rule, last

if TYPE_CHECKING:
    from lark import Tree

    from graph.guard.writing import Writer

    Part = Tree[Any]


def rewrite(writer: "Writer", tree: "Part") -> None:
    """Marks all changes in the writer; inner parts before the outer ones that repeat them."""
    for part in tree.iter_subtrees():
        match part.data:
            case "procedure" if len(part.children) == 1:
                writer.after[last(part)] = "()"
            case "signed" if not is_rule(part.children[0], "signed"):
                if writer.tokens[first(part)].type == "PLUS":
                    writer.leave_out(first(part), first(part))
            case "map_part" if is_rule(part.children[0], "variable"):
                writer.after[first(part)] = f": {writer.written(first(part))}"
            case "predicate" if is_rule(part.children[0], "variable") and is_rule(part.children[-1], "label_or"):
                _label_predicate(writer, part)
            case "label_or":
                _drop_colons(writer, part)
            case "match" | "inner":
                _pattern(writer, part)
            case "inner_query":
                _drop_return(writer, part)


def _drop_return(writer: "Writer", part: "Part") -> None:
    """What a subquery of EXISTS or COUNT returns does not matter, unless it changes how many rows there are."""
    query = child(part.children[2], "query")
    if query is None or len(query.children) > 1 or writer.tokens[first(part)].type == "COLLECT":
        return
    clause = child(query.children[0], "return_clause")
    if clause is None or len(query.children[0].children) < 2 or not is_rule(query.children[0].children[-2], "match"):
        return
    kinds = {writer.tokens[number].type for number in range(first(clause), last(clause) + 1)}
    if not kinds & {"FUNCTION", "DISTINCT", "SKIP", "OFFSET", "LIMIT"}:
        writer.leave_out(first(clause), last(clause))


def _label_predicate(writer: "Writer", part: "Part") -> None:
    labels = part.children[-1]
    if _is_complex(writer, labels, bars=False):
        text = _condition(writer, writer.written(first(part)), labels, relationship=False)
        writer.leave_out(first(part), last(part))
        writer.instead[first(part)] = f"({text})"


def _drop_colons(writer: "Writer", labels: "Part") -> None:
    """The colon after a bar says nothing."""
    for number in (int(str(leaf)) for leaf in labels.children if not hasattr(leaf, "data")):
        if writer.tokens[number].type == "COLON":
            writer.leave_out(number, number)


def _pattern(writer: "Writer", clause: "Part") -> None:
    """Moves what nodes and relationships ask for in their brackets to the WHERE of their clause."""
    patterns = child(clause, "pattern_list")
    if patterns is None:
        return
    conditions = [text for part in _elements(patterns) for text in _moved(writer, part)]
    if not conditions:
        return
    where, added = child(clause, "where"), " AND ".join(conditions)
    if where is None:
        end = last(patterns)
        writer.after[end] = writer.after.get(end, "") + f" WHERE {added}"
    else:
        writer.after[first(where)] = f" {added} AND ("
        writer.after[last(where)] = writer.after.get(last(where), "") + ")"


def _elements(patterns: "Part") -> "list[Part]":
    """Nodes and relationships of the paths themselves, not those inside of their expressions or repeated parts."""
    found: list[Part] = []
    for pattern in patterns.children:
        if not is_rule(pattern, "pattern") or child(pattern, "selector") is not None:
            continue  # which paths a selector chooses among depends on what stands in the brackets
        for path in pattern.children:
            for step in path.children if is_rule(path, "path") else ():
                parts = step.children if is_rule(step, "step") else [step]
                if not any(is_rule(part, "pattern_inner", "quantifier") for part in parts):
                    found += [part for part in parts if is_rule(part, "node", "relationship")]
    return found


def _moved(writer: "Writer", part: "Part") -> list[str]:
    """Conditions of a node or relationship, which are left out where they stood."""
    relationship = part.data == "relationship"
    inside = child(part, "detail") if relationship else part
    if inside is None or child(inside, "length") is not None or child(part, "quantifier") is not None:
        return []
    name, labels, where = child(inside, "any_name"), child(inside, "labels"), child(inside, "where")
    if name is None:
        return []
    conditions: list[str] = []
    if labels is not None and _is_complex(writer, labels, bars=True):
        called = writer.written(first(name))
        conditions.append(_condition(writer, called, labels.children[-1], relationship=relationship))
        writer.leave_out(first(labels), last(labels))
    if where is not None:
        conditions.append(f"({writer.text(first(where) + 1, last(where))})")
        writer.leave_out(first(where), last(where))
    return conditions


def _is_complex(writer: "Writer", labels: "Part", *, bars: bool) -> bool:
    """Whether labels are more than names with colons (and bars, where both stores know them)."""
    simple = {"COLON", "BAR", "LIST_BAR"} if bars else {"COLON"}
    signs = {"BANG", "AMP", "PERCENT", "LPAR", "IS", "BAR"} - simple
    return any(writer.tokens[number].type in signs for number in range(first(labels), last(labels) + 1))


def _condition(writer: "Writer", name: str, labels: "Part", *, relationship: bool) -> str:
    """A label expression as a condition on what is called `name`."""
    parts = [part for part in labels.children if is_rule(part, "label_or", "label_and", "label_not", "label_atom")]
    inner = [_condition(writer, name, part, relationship=relationship) for part in parts]
    match labels.data:
        case "label_or" if len(inner) > 1:
            return f"({' OR '.join(inner)})"
        case "label_and" if len(inner) > 1:
            return f"({' AND '.join(inner)})"
        case "label_not":
            return f"(NOT {inner[0]})"
        case "label_atom" if not inner:
            return _one_label(writer, name, labels, relationship=relationship)
    return inner[0]


def _one_label(writer: "Writer", name: str, atom: "Part", *, relationship: bool) -> str:
    number = first(atom)
    if writer.tokens[number].type == "PERCENT":
        return "true" if relationship else f"size(labels({name})) > 0"
    written = writer.written(number)
    if not relationship:
        return f"{name}:{written}"
    plain = writer.tokens[number].value.replace("\\", "\\\\").replace("'", "\\'")
    return f"type({name}) = '{plain}'"
