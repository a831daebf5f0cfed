"""An explanation in the language of whoever asked: names and codes stay, sentences are said in it."""

from dataclasses import replace

from ingest.resolve.explain import Explanation, Tied
from viz.reasons import said
from viz.words import Language


def in_words(found: Explanation, language: Language) -> Explanation:
    """The same explanation with its reasons, its bars and what would change it in this language."""

    def tied(link: Tied) -> Tied:
        bars = (replace(f, name=said(f.name, language), level=said(f.level, language)) for f in link.features)
        return replace(link, reason=said(link.reason, language), features=tuple(bars))

    return replace(
        found,
        members=tuple(replace(m, reason=said(m.reason, language)) for m in found.members),
        links=tuple(map(tied, found.links)),
        refused=tuple(replace(r, link=tied(r.link), reason=said(r.reason, language)) for r in found.refused),
        changes=tuple(said(change, language) for change in found.changes),
    )
