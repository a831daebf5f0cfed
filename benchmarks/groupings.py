"""Temporary groupings of firms in PNRR tenders, as populations for suggestions: who won what with whom, until when.

The codes of tenders (CIG) sort roughly by time. Firms' traits: sector and division (ATECO), kind (legal form), area
(the measures of the tenders won until then) and place. The place is that of the tax office inside the codice fiscale
(digits 8 to 10), named by the province in which most bodies of the 5 per mille list with that office have their seat.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from graph.analysis.suggestions.population import LARGEST, Population, Thing

MASKED = "*" * 16
"""The one code of all natural persons, whose own the source hides. No organisation, but the protocol keeps it."""

TRAINING, TEST = "6789", "AB"
"""First characters of the tenders' codes; those of others (0 to 5, Y, Z) are of no known time and only name firms."""


@dataclass(frozen=True, slots=True)
class Win:
    """A firm among the winners of a tender."""

    tender: str
    firm: str
    measure: str
    sector: str
    form: str


@dataclass(frozen=True, slots=True)
class Split:
    """Firms as known before a tender, and with whom each came to work from then on."""

    population: Population
    met: Mapping[int, Sequence[int]]
    sectors: Sequence[str]


def wins(registers: Path) -> list[Win]:
    """Every firm of every tender, by tender and firm."""
    rows = duckdb.sql(f"""
        SELECT cig, codice_fiscalepiva, any_value(codice_univoco_submisura ORDER BY codice_univoco_submisura),
               mode(codice_ateco_aggiudicatario ORDER BY codice_ateco_aggiudicatario),
               mode(descrizione_forma_giuridica_aggiudicatario ORDER BY descrizione_forma_giuridica_aggiudicatario)
        FROM '{registers / "pnrr_aggiudicatari_gare.parquet"}'
        WHERE cig IS NOT NULL AND codice_fiscalepiva IS NOT NULL
        GROUP BY ALL ORDER BY ALL
    """).fetchall()
    return [Win(*(value or "" for value in row)) for row in rows]


def places(registers: Path) -> dict[str, tuple[str, str]]:
    """Tax office → province and region."""
    table = f"read_csv('{registers / 'cinque_per_mille_2022.csv'}', all_varchar=true)"
    regions = dict(duckdb.sql(f"SELECT pr, mode(regione) FROM {table} GROUP BY pr").fetchall())
    offices = duckdb.sql(f"""
        SELECT substr(codice_fiscale, 8, 3), mode(pr) FROM {table} WHERE length(codice_fiscale) = 11
        GROUP BY 1 HAVING count(*) >= 20
    """).fetchall()
    return {office: (province, f"regione {regions[province]}") for office, province in offices}


def before(found: Iterable[Win], tender: str) -> list[Win]:
    """The wins of the training years before a tender."""
    return [win for win in found if win.tender[0] in TRAINING and win.tender < tender]


def quantile(found: Iterable[Win], share: float) -> str:
    """The tender before which this share of the groupings of the training years lies."""
    tenders = sorted(groupings(before(found, TEST[0])))
    return tenders[int(share * len(tenders))]


def groupings(found: Iterable[Win]) -> dict[str, list[str]]:
    """Tender → firms, where 2 to 20 won together."""
    firms: dict[str, list[str]] = defaultdict(list)
    for win in found:
        firms[win.tender].append(win.firm)
    return {tender: members for tender, members in firms.items() if 2 <= len(members) <= LARGEST}


def split(
    found: Sequence[Win],
    offices: Mapping[str, tuple[str, str]],
    now: str,
    end: str,
    firms: Collection[str] | None = None,
) -> Split:
    """What is known before `now`, and the new ties of the groupings until `end`.

    `firms` are all that can be suggested: by default those that stand in some grouping.
    """
    joint = groupings(found)
    keys = sorted(firms if firms is not None else {firm for members in joint.values() for firm in members})
    row = {firm: at for at, firm in enumerate(keys)}
    known = [win for win in before(found, now) if win.firm in row]
    members: dict[str, set[int]] = defaultdict(set)
    measures: list[set[str]] = [set() for _ in keys]
    for win in known:
        members[win.tender].add(row[win.firm])
        measures[row[win.firm]].add(win.measure)
    sectors = _most(found, row, "sector")
    traits = {
        "sector": [[sector] * bool(sector) for sector in sectors],
        "division": [[sector[:2]] * bool(sector) for sector in sectors],
        "kind": [[form] * (form not in ("", "Non Disponibile")) for form in _most(found, row, "form")],
        "place": [offices.get(firm[7:10], ()) if len(firm) == 11 else () for firm in keys],
        "area": measures,
    }
    things = [Thing(frozenset(rows), tender) for tender, rows in members.items()]
    people = Population.of([("Organisation", firm) for firm in keys], things, traits)
    return Split(people, _met(people, joint, row, now, end), sectors)


def _met(
    people: Population, joint: Mapping[str, list[str]], row: Mapping[str, int], now: str, end: str
) -> dict[int, list[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for tender, firms in joint.items():
        if now <= tender < end:
            rows = {row[firm] for firm in firms if firm in row}
            for one in rows:
                found[one] |= rows - {one} - set(people.partners(one).tolist())
    return {one: sorted(others) for one, others in sorted(found.items()) if others}


def _most(found: Iterable[Win], row: Mapping[str, int], name: str) -> list[str]:
    """What most wins of each firm say; "" where none says it."""
    counts: list[Counter[str]] = [Counter() for _ in row]
    for win in found:
        if win.firm in row and getattr(win, name):
            counts[row[win.firm]][getattr(win, name)] += 1
    return [min(count, key=lambda value: (-count[value], value)) if count else "" for count in counts]
