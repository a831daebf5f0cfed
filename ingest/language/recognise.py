"""The two components that find mentions, passage by passage: names first, then the long spans around them."""

from spacy.language import Language
from spacy.tokens import Doc

from graph.extraction import Passage
from ingest.language.actions import Actions
from ingest.language.areas import areas
from ingest.language.draft import KEY, Draft, Reading
from ingest.language.groups import Groups
from ingest.language.organisations import bodies_of_mayors, organisations
from ingest.language.people import People
from ingest.language.phrases import PhraseReach
from ingest.language.places import Places
from ingest.language.plans import Plans
from ingest.language.resources import Resources
from ingest.language.words import Words, words_in

Spans = list[tuple[int, int]]


@Language.component("intreccio_names")
def names(doc: Doc) -> Doc:
    reading: Reading = doc.user_data[KEY]
    if reading.italian:
        people, places = People(reading.lexicon), Places(reading.lexicon)
        for number, passage in enumerate(reading.passages):
            found = _names_of(reading, passage, people, places)
            for draft in found:
                draft.passage = number
            reading.mentions.extend(found)
    return doc


def _names_of(reading: Reading, passage: Passage, people: People, places: Places) -> list[Draft]:
    words = words_in(reading.text, passage.start, passage.end)
    if not any(w[0].isupper() or w[0].isalpha() for w in words.text):
        return []
    found = organisations(words, reading.lexicon)
    plans_in_capitals = [(d.start, d.end) for d in found]
    found += places.begun(words, plans_in_capitals)
    found += people.find(words, _spans(found))
    found += bodies_of_mayors(words, _spans(found))
    found += places.named(words, _spans(found))
    return found


@Language.component("intreccio_long_spans")
def long_spans(doc: Doc) -> Doc:
    reading: Reading = doc.user_data[KEY]
    if reading.italian:
        finder = _LongSpans(reading)
        by_passage = reading.by_passage()
        for number, passage in enumerate(reading.passages):
            found = finder.find(passage, by_passage.get(number, []))
            for draft in found:
                draft.passage = number
            reading.mentions.extend(found)
    return doc


class _LongSpans:
    def __init__(self, reading: Reading) -> None:
        reach = PhraseReach(reading.lexicon)
        self._reading = reading
        self._plans = Plans(reading.lexicon, reach)
        self._groups = Groups(reading.lexicon, reach)
        self._actions = Actions(reading.lexicon, reach)
        self._resources = Resources(reading.lexicon, reach)

    def find(self, passage: Passage, names: list[Draft]) -> list[Draft]:
        text, words = self._reading.text, words_in(self._reading.text, passage.start, passage.end)
        taken = [(n.start, n.end) for n in names if not n.reference]
        area = [a for a in areas(text, passage.start, passage.end, self._reading.lexicon) if not _crosses(a, taken)]
        shut = taken + _spans([a for a in area if a.rule != "area_code"])
        plans = self._plans.find(words, shut)
        busy = shut + _spans([p for p in plans if not p.reference])
        actions = [a for a in self._actions.find(text, words, busy) if not _crosses(a, busy)]
        plans = [p for p in plans if not _overlaps(p, _spans(actions))]
        resources = [r for r in self._resources.find(text, words, busy + _spans(actions)) if not _overlaps(r, busy)]
        groups = [g for g in self._groups.find(words, busy) if not _crosses(g, _spans(actions + resources))]
        return [*area, *plans, *actions, *resources, *groups]


def _spans(drafts: list[Draft]) -> Spans:
    return [(d.start, d.end) for d in drafts]


def _overlaps(draft: Draft, spans: Spans) -> bool:
    return any(draft.start < e and s < draft.end for s, e in spans)


def _crosses(draft: Draft, spans: Spans) -> bool:
    """Whether the draft overlaps one of the spans without holding it or lying inside it."""
    return any(
        draft.start < e
        and s < draft.end
        and not (draft.start <= s and e <= draft.end)
        and not (s <= draft.start and draft.end <= e)
        for s, e in spans
    ) or any(s <= draft.start and draft.end <= e for s, e in spans if draft.type in ("Area", "Plan"))


def passage_words(reading: Reading, passage: Passage) -> Words:
    return words_in(reading.text, passage.start, passage.end)
