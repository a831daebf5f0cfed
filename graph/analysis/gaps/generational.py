"""Generational gaps: areas and actions that speak of the young (or the old) while none takes part, and areas where the
two are active and never meet.

Taking part is: a group of that generation is said to be involved, an organisation that they lead (or lead with others)
carries it out, or both generations are said to act together. Where nobody is known to take part because of no actor the
generation is known, and of nobody it was read that they are involved or refused, the state is *unknown*.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, islice
from typing import Final

from graph.analysis.evidence import Key, Quotation, text_of
from graph.analysis.gaps.about import About
from graph.analysis.gaps.cards import Candidate, Card, Given, Reason, Requirement, Score, Search, State
from graph.analysis.gaps.common import confidence_of, expression, factor, reproducing, searched, words
from graph.analysis.gaps.jackknife import leaving_out
from graph.analysis.gaps.setting_out import titled_whole
from graph.analysis.generations.layers import (
    GENERATIONS,
    MIXED,
    SENIOR,
    YOUNG,
    Bands,
    generation_of,
    generation_of_group,
    rules,
)
from graph.analysis.network.ties import Ties, holds
from graph.analysis.network.ties import rules as tie_rules
from graph.analysis.refusals import takes_back
from graph.analysis.selection import folded, parts
from graph.analysis.view import GraphView, claim_of
from graph.model import DENIED
from graph.store.port import Edge

FAMILY: Final = "generational"
SPEAKS: Final = "speaks-without"
NEVER_MEET: Final = "never-meet"

_ACTS: Final = ("LEADS", "PROMOTES", "PARTICIPATES_IN")
_MOST: Final = 5
"""Candidates of a card."""


@dataclass(frozen=True, eq=False)
class _Making:
    """What all cards of a run share."""

    view: GraphView
    ties: Ties
    ages: Bands
    search: Search
    about: About

    @cached_property
    def firm(self) -> Ties:
        return self.ties.holding()

    @cached_property
    def generation(self) -> dict[Key, str | None]:
        return generation_of(self.view)

    @cached_property
    def groups(self) -> dict[Key, str | None]:
        found = self.view.labelled("Group")
        return {("Group", node.id): generation_of_group(node, self.ages) for node in found}

    def unheard(self, actions: Iterable[Key]) -> bool:
        """Whether words about actions say that those whom they are for had no part in it."""
        return any(
            expression("unheard.words").search(folded(text_of(passage.properties, "text") or ""))
            for key in actions
            for edge in self.about.mentions(key)
            for _, passages in self.about.passages(edge)
            for passage in passages
        )

    @cached_property
    def led_by(self) -> dict[str, tuple[Key, ...]]:
        """Generation → the organisations that it leads."""
        return {g: tuple(key for key, led in self.generation.items() if led == g) for g in GENERATIONS}


@dataclass(frozen=True, eq=False)
class _Scope:
    """An area or action with its parts and the actions that serve it: claims about groups, claims of actors."""

    subject: Key
    nodes: tuple[Key, ...]
    about: tuple[Edge, ...]
    acts: tuple[Edge, ...]

    @property
    def actors(self) -> tuple[Key, ...]:
        return tuple(dict.fromkeys(edge.source for edge in self.acts if edge.type != DENIED))


def generational_cards(
    view: GraphView, ties: Ties, ages: Bands | None = None, about: About | None = None
) -> tuple[Card, ...]:
    """A card for each generation that an area or action speaks of without, and for each area where they never meet."""
    made = _Making(view, ties, ages or Bands.usual(), searched(view), about or About(view))
    return tuple(card for scope in _scopes(view) for card in _of_scope(made, scope))


def _of_scope(made: _Making, scope: _Scope) -> Iterator[Card]:
    for generation in GENERATIONS:
        card = _without(made, scope, generation)
        if card:
            yield card
    if scope.subject[0] == "Area":
        card = _never_meet(made, scope)
        if card:
            yield card


def _scopes(view: GraphView) -> Iterator[_Scope]:
    for node in view.labelled("Area", "Action"):
        key = (node.label, node.id)
        if titled_whole(view, key) != key:
            continue
        nodes = parts(view, key)
        if key[0] == "Area":
            acting = [e.source for part in nodes for e in view.incoming(part, "ADDRESSES") if e.type != DENIED]
            nodes = tuple(dict.fromkeys((*nodes, *(part for action in acting for part in parts(view, action)))))
        about = tuple(edge for part in nodes for edge in view.outgoing(part, "SERVES", "INVOLVES"))
        acts = [e for part in nodes for e in view.incoming(part, *_ACTS) if e.source[0] == "Organisation"]
        yield _Scope(key, nodes, about, _without_taken_back(view, acts))


def _without_taken_back(view: GraphView, acts: Sequence[Edge]) -> tuple[Edge, ...]:
    """Claims of actors, refusals among them, less what these take back."""
    refusals = {(edge.source, claim_of(edge), edge.target): edge for edge in acts if edge.type == DENIED}
    if not refusals:
        return tuple(acts)
    against = ((edge, refusals.get((edge.source, claim_of(edge), edge.target))) for edge in acts)
    return tuple(e for e, no in against if e.type == DENIED or no is None or not takes_back(view, no, e))


def _without(made: _Making, scope: _Scope, generation: str) -> Card | None:
    """The card of an area or action that speaks of a generation; None where it does not, or the generation is there."""
    served = [e for e in scope.about if e.type == "SERVES" and made.groups.get(e.target) == generation]
    named = _named(made.view, scope.subject, generation)
    if not served and not named:
        return None
    best = _taking_part(made, scope, generation)
    if best >= holds():
        return None
    actors = [made.generation.get(actor) for actor in scope.actors]
    known = sum(led is not None for led in actors)
    refused = [e for e in scope.about if e.type == DENIED and made.groups.get(e.target) == generation]
    refused += [e for e in scope.acts if e.type == DENIED and made.generation.get(e.source) in {generation, MIXED}]
    speaking_of = {edge.source for edge in served} | ({scope.subject} if named else set())
    told = bool(refused) or any(edge.type == "INVOLVES" for edge in scope.about)
    told = told or made.unheard(sorted(key for key in speaking_of if key[0] == "Action"))
    state = State.WEAKLY_COVERED if best else State.GAP if known or told else State.UNKNOWN
    speaking = len(speaking_of)

    def score(edges: Sequence[Edge]) -> Score:
        sure = 1.0 if named else max(confidence_of(edge) for edge in edges)
        return Score(
            factor(sure, "speaks-of-generation", generation=generation, times=len(edges) + len(named)),
            factor(1 - best, "takes-part-perhaps" if best else "none-takes-part"),
            factor(known / len(actors) if actors else 0.0, "generation-known", known=known, of=len(actors)),
            factor(speaking / len(scope.nodes), "of-its-parts", speaking=speaking, of=len(scope.nodes)),
        )

    confidence, decisive = leaving_out(made.view, served, lambda edges: score(edges).total)
    return Card(
        FAMILY,
        f"{SPEAKS}/{generation}",
        state,
        (scope.subject,),
        Requirement(f"{SPEAKS}/{generation}", (*named, *words(made.view, served))),
        replace(made.search, against=words(made.view, refused)),
        score(served),
        confidence,
        None if named else decisive,
        reproducing(FAMILY, SPEAKS),
        tuple(_candidates(made, scope, generation)),
        _meaning(generation, made.ages),
    )


def _meaning(generation: str, ages: Bands) -> dict[str, Given]:
    """What the Cypher takes for this generation; 999 years where a band is open."""
    band = ages.of(generation)
    told = {name: list(rules()[name][generation]) for name in ("categories", "words")}
    return {"min": band.min, "max": 999 if band.max is None else band.max, **told}


def _named(view: GraphView, subject: Key, generation: str) -> tuple[Quotation, ...]:
    """The words that bear the name of an area or action, where the name speaks of a generation."""
    name = f" {' '.join(folded(view.name(subject)).replace('’', ' ').replace(chr(39), ' ').split())} "
    if not any(f" {word} " in name for word in rules()["words"][generation]):
        return ()
    return tuple(q for q in view.evidence(view.nodes[subject]) if q.supports in {None, "name"})


def _taking_part(made: _Making, scope: _Scope, generation: str) -> float:
    """Weight of the firmest claim by which a generation takes part, 0 where there is none."""
    if any(made.view.nodes[key].properties.get("intergenerational") is True for key in scope.nodes):
        return 1.0
    involved = [e for e in scope.about if e.type == "INVOLVES" and made.groups.get(e.target) == generation]
    led = [e for e in scope.acts if e.type != DENIED and made.generation.get(e.source) in {generation, MIXED}]
    weights = tie_rules()["weights"]
    return max((float(weights.get(edge.status, 0.0)) for edge in (*involved, *led)), default=0.0)


def _candidates(made: _Making, scope: _Scope, generation: str) -> Iterator[Candidate]:
    """Organisations that the generation leads, those first who already work with actors of the area or action."""
    there = set(scope.actors)
    tied = _tied_to(made.firm, [actor for actor in scope.actors if actor in made.ties.position])
    partners = {made.ties.actors[row]: count for row, count in tied.items()}
    near = [key for key in partners if made.generation.get(key) == generation]
    others = (key for key in made.led_by[generation] if key not in partners)
    found = chain(sorted(near, key=lambda key: (-partners[key], key)), others)
    for key in islice((key for key in found if key not in there), _MOST):
        values: dict[str, str | int | float] = {"generation": generation, "partners_there": partners.get(key, 0)}
        yield Candidate(key, (Reason("led-by-generation", values),))


def _never_meet(made: _Making, scope: _Scope) -> Card | None:
    """The card of an area in which both generations lead organisations, no two of which work together."""
    sides = [tuple(key for key in scope.actors if made.generation.get(key) == g) for g in (YOUNG, SENIOR)]
    if not all(sides):
        return None
    best = _firmest(made.ties, *sides)
    if best >= holds():
        return None
    known = sum(made.generation.get(key) is not None for key in scope.actors)
    acts = [edge for edge in scope.acts if edge.source in set(sides[0] + sides[1])]
    many = len(sides[0]) + len(sides[1])

    def score(edges: Sequence[Edge]) -> Score:
        return Score(
            factor(
                max(map(confidence_of, edges)), "both-generations-active", young=len(sides[0]), senior=len(sides[1])
            ),
            factor(1 - best, "perhaps-tied" if best else "no-tie-between"),
            factor(known / len(scope.actors), "generation-known", known=known, of=len(scope.actors)),
            factor(many / len(scope.actors), "of-its-actors", actors=many, of=len(scope.actors)),
        )

    confidence, decisive = leaving_out(made.view, acts, lambda edges: score(edges).total)
    return Card(
        FAMILY,
        NEVER_MEET,
        State.WEAKLY_COVERED if best else State.GAP,
        (scope.subject,),
        Requirement(NEVER_MEET, words(made.view, acts)),
        replace(made.search, against=words(made.view, _refusals(made.view, *sides))),
        score(acts),
        confidence,
        decisive,
        reproducing(FAMILY, NEVER_MEET),
        tuple(_between(made, *sides)),
    )


def _firmest(ties: Ties, ours: Collection[Key], theirs: Collection[Key]) -> float:
    rows, columns = ([ties.position[key] for key in side] for side in (ours, theirs))
    block = ties.graph[rows][:, columns]
    return float(block.max()) if block.nnz else 0.0


def _refusals(view: GraphView, ours: Sequence[Key], theirs: Sequence[Key]) -> list[Edge]:
    others = set(theirs)
    denied = (edge for key in ours for edge in view.edges_of(key) if edge.type == DENIED)
    return [edge for edge in denied if edge.source in others or edge.target in others]


def _between(made: _Making, young: Sequence[Key], senior: Sequence[Key]) -> Iterator[Candidate]:
    """Who already works with one of either side."""
    ours, theirs = _tied_to(made.firm, young), _tied_to(made.firm, senior)
    both = sorted(ours.keys() & theirs.keys(), key=lambda n: (-ours[n] - theirs[n], n))
    for row in both[:_MOST]:
        values: dict[str, str | int | float] = {"young": ours[row], "senior": theirs[row]}
        yield Candidate(made.ties.actors[row], (Reason("works-with-both", values),))


def _tied_to(ties: Ties, keys: Sequence[Key]) -> Counter[int]:
    """How many of these organisations each row is tied to."""
    graph = ties.graph
    rows = (ties.position[key] for key in keys)
    return Counter(int(n) for row in rows for n in graph.indices[graph.indptr[row] : graph.indptr[row + 1]])
