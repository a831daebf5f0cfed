"""How long it takes to match many records with each other, and mentions with them; beside brute force.

    python -m benchmarks.identity [--records 150000] [--mentions 10000] [--brute 100]

Records are invented: names of associations, cooperatives and public bodies put together from lists of words, in
invented towns; every tenth is another one again, written otherwise. Brute force is `rapidfuzz.process.extractOne` over
all names, timed on `--brute` mentions and scaled. Printed: seconds, memory, and how many each links rightly.
"""

import argparse
import random
import resource
import time
from collections.abc import Iterator

from ingest.resolve.matching.choosing import choose
from ingest.resolve.matching.entries import Entry
from ingest.resolve.matching.linking import link, link_within

SYLLABLES = [a + b for a in "bcdflmnprstv" for b in ("a", "e", "i", "o", "ri")]
HEADS = ("Associazione", "Ass.", "Cooperativa sociale", "Fondazione", "Circolo", "Pro Loco", "AVIS comunale", "A.S.D.")
TAILS = ("", " onlus", " ODV", " APS", " s.c.s.", " ETS", " società cooperativa sociale")
THINGS = ("solidarietà", "amici", "volontari", "cultura", "sport", "musica", "anziani", "giovani", "lavoro", "teatro")


def main() -> None:
    """Times the three and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=150_000)
    parser.add_argument("--mentions", type=int, default=10_000)
    parser.add_argument("--brute", type=int, default=100)
    args = parser.parse_args()
    draw = random.Random(1)
    records = list(invented(args.records, draw))
    began = time.perf_counter()
    pairs = link_within(records)
    report("self-match", args.records, began, f"{len(pairs)} pairs")

    known = draw.sample(records, args.mentions)
    mentions = [written_otherwise(e, f"m{n}", draw) for n, e in enumerate(known)]
    truth = {m.id: e.name for m, e in zip(mentions, known, strict=True)}
    names = {e.id: e.name for e in records}
    began = time.perf_counter()
    chosen = choose(link(mentions, records), many=True).chosen
    right = sum(names[m.right] == truth[m.left] for m in chosen)
    report("mentions", args.mentions, began, f"{len(chosen)} chosen, {right} rightly")
    brute_force(mentions[: args.brute], records, truth, args.mentions)


def invented(count: int, draw: random.Random) -> Iterator[Entry]:
    """Records; every tenth is an earlier one again, written otherwise."""
    towns = ["".join(draw.choices(SYLLABLES, k=3)).title() for _ in range(8_000)]
    made: list[Entry] = []
    for n in range(count):
        if n % 10 == 9:
            entry = written_otherwise(draw.choice(made), str(n), draw)
        else:
            own = "".join(draw.choices(SYLLABLES, k=draw.randint(2, 4))).title()
            town = draw.choice(towns)
            name = f"{draw.choice(HEADS)} {draw.choice(THINGS)} {own}{draw.choice(TAILS)}"
            entry = Entry(str(n), name, municipality=town, province=town[:2].upper())
        made.append(entry)
        yield entry


def written_otherwise(entry: Entry, number: str, draw: random.Random) -> Entry:
    """The same body with another legal form, or a letter less."""
    name = entry.name.upper() + draw.choice(TAILS)
    if draw.random() < 0.2:
        at = draw.randrange(len(name))
        name = name[:at] + name[at + 1 :]
    return Entry(number, name, municipality=entry.municipality, province=entry.province)


def brute_force(mentions: list[Entry], records: list[Entry], truth: dict[str, str], scaled: int) -> None:
    """Each mention against every name."""
    from rapidfuzz import fuzz, process, utils

    names = [e.name for e in records]
    began = time.perf_counter()
    found = [process.extractOne(m.name, names, scorer=fuzz.WRatio, processor=utils.default_process) for m in mentions]
    seconds = (time.perf_counter() - began) * scaled / max(len(mentions), 1)
    right = sum(best is not None and best[0] == truth[m.id] for best, m in zip(found, mentions, strict=True))
    print(f"brute force: {seconds:,.0f} s for {scaled} mentions (scaled); {right} of {len(mentions)} rightly")


def report(what: str, count: int, began: float, found: str) -> None:
    """A line of the outcome."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"{what}: {count} in {time.perf_counter() - began:.1f} s; {most:,.0f} MB at most; {found}", flush=True)


if __name__ == "__main__":
    main()
