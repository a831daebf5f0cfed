"""Read queries made by chance from a small grammar, over the territory."""

from dataclasses import dataclass, field

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

LABELS = ("Organisation", "Person", "Plan", "Area", "Action", "Resource", "Group", "Document")
TYPES = (
    "SIGNED",
    "PARTNERS_WITH",
    "LEADS",
    "PARTICIPATES_IN",
    "ADDRESSES",
    "PART_OF",
    "DENIED",
    "SERVES",
    "MENTIONED_IN",
)
NODE_TEXTS = ("id", "name", "kind", "founded", "led_by", "since")
NODE_NUMBERS = ("staff", "share", "amount", "age_min")
EDGE_TEXTS = ("status", "claim", "since")
TEXTS = ("'org-1'", "'are-2'", "'done'", "'association'", "'Coop'", "'a'", "''", "'2009'", "$name", "$word")
NUMBERS = ("0", "1", "7", "12", "40", "0.75", "0.25", "1.0", "210", "-3", "$few")


@dataclass
class Scope:
    """Variables that a query has bound so far."""

    nodes: list[str] = field(default_factory=list)
    edges: list[str] = field(default_factory=list)
    serial: int = 0

    def fresh(self, prefix: str) -> str:
        self.serial += 1
        return f"{prefix}{self.serial}"

    def inner(self) -> "Scope":
        """What a subquery sees; what it binds stays inside."""
        return Scope(list(self.nodes), list(self.edges), self.serial + 100)


def pick(draw: DrawFn, *options: str) -> str:
    return draw(st.sampled_from(options))


def chance(draw: DrawFn, of: int) -> bool:
    return draw(st.integers(1, of)) == 1


def node(draw: DrawFn, scope: Scope) -> str:
    """A node of a pattern: a known variable, a new one or none."""
    if scope.nodes and chance(draw, 3):
        return f"({pick(draw, *scope.nodes)})"
    name = "" if chance(draw, 4) else scope.fresh("n")
    label = "" if chance(draw, 4) else f":{pick(draw, *LABELS)}"
    properties = ""
    if chance(draw, 6):
        properties = f" {{{pick(draw, 'kind', 'led_by', 'id')}: {pick(draw, *TEXTS)}}}"
    elif chance(draw, 10):
        properties = f" {{{pick(draw, *NODE_NUMBERS)}: {pick(draw, *NUMBERS)}}}"
    if name:
        scope.nodes.append(name)
    return f"({name}{label}{properties})"


def edge(draw: DrawFn, scope: Scope) -> str:
    left, right = draw(st.sampled_from([("-", "->"), ("<-", "-"), ("-", "-")]))
    types = (
        ""
        if chance(draw, 3)
        else ":" + "|".join(draw(st.lists(st.sampled_from(TYPES), min_size=1, max_size=2, unique=True)))
    )
    if chance(draw, 6):
        return f"{left}[{types}*{pick(draw, '1..2', '0..1', '2', '..2')}]{right}"
    name = ""
    if chance(draw, 2):
        name = scope.fresh("r")
        scope.edges.append(name)
    return f"{left}[{name}{types}]{right}"


def pattern(draw: DrawFn, scope: Scope, longest: int = 2) -> str:
    text = node(draw, scope)
    for _ in range(draw(st.integers(0, longest))):
        text += edge(draw, scope) + node(draw, scope)
    return text


def text_value(draw: DrawFn, scope: Scope) -> str:
    choice = draw(st.integers(1, 8))
    if choice <= 4 or not scope.edges:
        value = f"{pick(draw, *scope.nodes)}.{pick(draw, *NODE_TEXTS)}" if scope.nodes else pick(draw, *TEXTS)
    else:
        value = f"{pick(draw, *scope.edges)}.{pick(draw, *EDGE_TEXTS)}"
    if chance(draw, 6):
        value = f"{pick(draw, 'toUpper', 'toLower', 'trim', 'reverse')}({value})"
    elif chance(draw, 8):
        value = f"coalesce({value}, {pick(draw, *TEXTS)})"
    elif chance(draw, 8):
        value = f"substring({value}, {pick(draw, '0', '1', '2')}, 3)"
    elif chance(draw, 8):
        value = f"({value} + {pick(draw, *TEXTS)})"
    return value


def number_value(draw: DrawFn, scope: Scope) -> str:
    choice = draw(st.integers(1, 9))
    if choice <= 4 and scope.nodes:
        value = f"{pick(draw, *scope.nodes)}.{pick(draw, *NODE_NUMBERS)}"
    elif choice == 5 and scope.edges:
        value = f"{pick(draw, *scope.edges)}.confidence"
    elif choice == 6:
        value = f"size({text_value(draw, scope)})"
    elif choice == 7 and scope.nodes:
        return f"COUNT {{ {hop(draw, scope)} }}"
    elif choice == 8 and scope.nodes:
        value = f"size([{hop(draw, scope)} | 1])"
    else:
        value = pick(draw, *NUMBERS)
    if chance(draw, 4):
        value = f"({value} {pick(draw, '+', '-', '*')} {pick(draw, *NUMBERS)})"
    return value


def hop(draw: DrawFn, scope: Scope) -> str:
    """A pattern from a known node, for subqueries."""
    inner = scope.inner()
    return f"({pick(draw, *scope.nodes)}){edge(draw, inner)}({pick(draw, '', *(f':{label}' for label in LABELS))})"


def condition(draw: DrawFn, scope: Scope, depth: int = 2) -> str:
    choice = draw(st.integers(1, 14 if depth else 9))
    if choice <= 2:
        return f"{text_value(draw, scope)} {pick(draw, '=', '<>', '<', '>=')} {text_value(draw, scope)}"
    if choice <= 4:
        return f"{number_value(draw, scope)} {pick(draw, '=', '<>', '<', '>', '<=')} {number_value(draw, scope)}"
    if choice == 5:
        return f"{text_value(draw, scope)} {pick(draw, 'STARTS WITH', 'ENDS WITH', 'CONTAINS')} {pick(draw, *TEXTS)}"
    if choice == 6:
        return f"{text_value(draw, scope)} IN {pick(draw, '$ids', '[]', '[null]')}"
    if choice == 7:
        return f"{text_value(draw, scope)} IS {pick(draw, '', 'NOT ')}NULL"
    if choice == 8:
        return f"{number_value(draw, scope)} IN [1, 12, 0.75, null]"
    if choice == 9:
        return (
            f"{pick(draw, *scope.edges)}.evidence[0] = 'doc-1/3'" if scope.edges else "('Rete' IN n1.aliases) IS NULL"
        )
    if choice == 10:
        return f"NOT ({condition(draw, scope, depth - 1)})"
    if choice <= 12 or not scope.nodes:
        word = pick(draw, "AND", "OR", "XOR")
        return f"({condition(draw, scope, depth - 1)} {word} {condition(draw, scope, depth - 1)})"
    return f"{pick(draw, '', 'NOT ')}EXISTS {{ {hop(draw, scope)} }}"


def where(draw: DrawFn, scope: Scope) -> str:
    return f" WHERE {condition(draw, scope)}" if scope.nodes and chance(draw, 2) else ""


def match(draw: DrawFn, scope: Scope) -> str:
    patterns = [pattern(draw, scope)]
    if chance(draw, 4):
        patterns.append(pattern(draw, scope, longest=1))
    return f"MATCH {', '.join(patterns)}{where(draw, scope)}"


def optional(draw: DrawFn, scope: Scope) -> str:
    text = f"({pick(draw, *scope.nodes)}){edge(draw, scope)}{node(draw, scope)}"
    return f"OPTIONAL MATCH {text}{where(draw, scope)}"


def value(draw: DrawFn, scope: Scope) -> str:
    choice = draw(st.integers(1, 9))
    if choice <= 3:
        return text_value(draw, scope)
    if choice <= 5:
        return number_value(draw, scope)
    if choice == 6 and scope.edges:
        return f"type({pick(draw, *scope.edges)})"
    if choice == 7 and scope.nodes:
        return f"labels({pick(draw, *scope.nodes)})[0]"
    if choice == 8:
        return f"CASE WHEN {condition(draw, scope)} THEN {text_value(draw, scope)} ELSE {text_value(draw, scope)} END"
    return condition(draw, scope)


def aggregate(draw: DrawFn, scope: Scope) -> str:
    choice = draw(st.integers(1, 6))
    distinct = pick(draw, "", "DISTINCT ")
    if choice == 1:
        return "count(*)"
    if choice == 2:
        return f"count({distinct}{value(draw, scope)})"
    if choice == 3:
        return f"{pick(draw, 'sum', 'avg')}({number_value(draw, scope)})"
    if choice == 4:
        return f"{pick(draw, 'min', 'max')}({number_value(draw, scope)})"
    if choice == 5:
        return f"{pick(draw, 'min', 'max')}({text_value(draw, scope)})"
    return f"size(collect({distinct}{value(draw, scope)}))"


def columns(draw: DrawFn, scope: Scope) -> str:
    shown = [f"{value(draw, scope)} AS c{number}" for number in range(draw(st.integers(1, 2)))]
    if chance(draw, 2):
        shown.append(f"{aggregate(draw, scope)} AS total")
    return ", ".join(shown)


def projection(draw: DrawFn, scope: Scope) -> str:
    return f"{'DISTINCT ' if chance(draw, 4) else ''}{columns(draw, scope)}"


def middle(draw: DrawFn, scope: Scope) -> str:
    """A clause between matching and the answer."""
    choice = draw(st.integers(1, 4))
    known = pick(draw, *scope.nodes)
    if choice == 1:
        return f"UNWIND {pick(draw, '[1, 2, 2, null]', '$ids', '[]', f'labels({known})')} AS unwound"
    if choice == 2:
        inner = (
            f"WITH {known} MATCH {hop(draw, Scope([known], []))} RETURN {aggregate(draw, Scope([known], []))} AS called"
        )
        return f"CALL {{ {inner} }}"
    if choice == 3:
        scope.nodes, scope.edges = [known], []
        order = f"{value(draw, scope)}{pick(draw, '', ' DESC')}, {known}.id"
        return f"WITH DISTINCT {known} ORDER BY {order} LIMIT {pick(draw, '1', '3', '$few')}"
    names = f"[x IN collect({text_value(draw, scope)}) WHERE x {pick(draw, '<', '>', 'CONTAINS')} {pick(draw, *TEXTS)}]"
    scope.nodes, scope.edges = [known], []
    return f"WITH {known}, size({names}) AS found"


def ending(draw: DrawFn, scope: Scope) -> str:
    if chance(draw, 4) and scope.nodes:
        kept = pick(draw, *scope.nodes)
        narrowed = Scope([kept], [])
        grouped = f"WITH {kept}, {aggregate(draw, scope)} AS m WHERE m > {pick(draw, '0', '1', '2')}"
        return f"{grouped} RETURN m, {columns(draw, narrowed)}"
    return f"RETURN {projection(draw, scope)}"


@st.composite
def _question(draw: DrawFn) -> str:
    scope = Scope(["n1"], [], 1)
    clauses = [f"MATCH (n1:{pick(draw, *LABELS)})"]
    if chance(draw, 2):
        clauses.append(match(draw, scope))
    if chance(draw, 3):
        clauses.append(optional(draw, scope))
    if chance(draw, 3):
        clauses.append(middle(draw, scope))
    clauses.append(ending(draw, scope))
    return "\n".join(clauses)


def questions() -> SearchStrategy[str]:
    """Queries that both engines should understand and answer alike."""
    return _question()
