"""Which mentions are the same thing in one document: names, acronyms, parts of names, definite references."""

import re
from collections.abc import Callable, Iterable

from spacy.language import Language
from spacy.tokens import Doc

from ingest.language.draft import KEY, Draft, Reading
from ingest.language.patterns import expression, fragment, word_set
from ingest.language.words import words_in

_OPENS_ACRONYM = re.compile(
    r"[»”\"]?\s?\((?:(?:di seguito|in breve|in sigla|d['’]ora in (?:poi|avanti)|d['’]ora innanzi)[^()]{0,20})?[«“\"]?"
)
_SIGNS = re.compile(r"[\W_]+")
_MAX_ALIASES = 400
_GENERIC = frozenset({"giovani", "nuove generazioni", "giovani generazioni", "generazioni più giovani"})
_ADMINISTRATION = frozenset(
    {
        "amministrazione",
        "amministrazione comunale",
        "amministrazione metropolitana",
        "amministrazione provinciale",
        "amministrazione regionale",
        "ente",
    }
)
_CITY_HEADS = frozenset({"città metropolitana", "comune", "municipio", "città di", "provincia"})
_BEFORE_ADMINISTRATION = expression("entities.before_administration")
_ADMINISTRATION_ACTS = expression("entities.administration_acts")


@Language.component("intreccio_entities")
def entities(doc: Doc) -> Doc:
    reading: Reading = doc.user_data[KEY]
    if reading.italian:
        _cities_that_act(reading)
        _aliases(reading)
        _nouns_of_actions(reading)
        reading.settle()
        _Ties(reading).tie()
        reading.mentions = [m for m in reading.mentions if not (m.reference and m.anchor is None)]
    return doc


def key(text: str) -> str:
    """The words of a name in lower case, without signs."""
    return _SIGNS.sub(" ", text.lower()).strip()


# --- cities that stand for their administration, names by a part -------------------------------------------------


def _cities_that_act(reading: Reading) -> None:
    """ "dopo Bologna", "la sindaca di Cuneo": the place is its administration; a series follows its first."""
    previous: Draft | None = None
    for mention in sorted((m for m in reading.mentions if m.rule == "place_named"), key=lambda m: m.start):
        if mention.properties.get("kind") != "municipality":
            continue
        before = reading.text[max(0, mention.start - 45) : mention.start]
        in_series = (
            previous is not None
            and previous.type == "Organisation"
            and re.fullmatch(r",?\s?(?:e\s|,\s?)(?:di\s)?", reading.text[previous.end : mention.start]) is not None
        )
        first = reading.passages[mention.passage].start == mention.start
        acts = first and _ADMINISTRATION_ACTS.match(reading.text, mention.end) is not None
        if _BEFORE_ADMINISTRATION.search(before) or in_series or acts:
            mention.type, mention.rule, mention.properties = (
                "Organisation",
                "organisation_city",
                {"kind": "public_body"},
            )
        previous = mention


def _aliases(reading: Reading) -> None:
    """Later short forms of names: the proper part of an organisation, a surname, the title of an action."""
    taken = sorted(
        (m.start, m.end)
        for m in reading.mentions
        if m.type in ("Organisation", "Person", "Place", "Area") and not m.reference
    )
    aliases: dict[str, Draft] = {}
    for mention in sorted(reading.mentions, key=lambda m: m.start):
        for form in _short_forms(reading, mention):
            aliases.setdefault(form, mention)
    if not aliases:
        return
    chosen = sorted(aliases, key=len, reverse=True)[:_MAX_ALIASES]
    pattern = re.compile(r"(?<![\w@-])(?:" + "|".join(map(re.escape, chosen)) + r")(?![\w@-])")
    at = 0
    for match in pattern.finditer(reading.text):
        while at < len(taken) and taken[at][1] <= match.start():
            at += 1
        source = aliases[match[0]]
        if (at < len(taken) and taken[at][0] < match.end()) or match.start() <= source.start:
            continue
        alias = Draft(
            source.type,
            match.start(),
            match.end(),
            f"{source.type.lower()}_alias",
            dict(source.properties),
            source.head,
            anchor=source,
        )
        alias.properties = {k: v for k, v in alias.properties.items() if k == "kind"}
        reading.mentions.append(alias)


_GENERIC_NOUNS = word_set("entities.generic_nouns")
_ARTICLES = fragment("entities.articles")


def _nouns_of_actions(reading: Reading) -> None:
    """ "la scuola", "gli orti", "i Cantieri": the noun that begins an action's name, later, with an article."""
    nouns: dict[str, Draft] = {}
    for mention in sorted(reading.mentions, key=lambda m: m.start):
        if mention.type == "Action" and mention.rule in _NAMED_ACTIONS and mention.anchor is None:
            first = re.match(r"[^\W\d_]{4,}", reading.words(mention))
            noun = first[0].lower() if first else ""
            if noun and noun not in _GENERIC_NOUNS and len(reading.words(mention)) > len(noun):
                nouns.setdefault(noun, mention)
    if not nouns:
        return
    taken = sorted(
        (m.start, m.end)
        for m in reading.mentions
        if not m.reference and m.type in ("Action", "Organisation", "Person", "Place", "Plan", "Area")
    )
    chosen = "|".join(map(re.escape, sorted(nouns, key=len, reverse=True)[:_MAX_ALIASES]))
    pattern = re.compile(
        rf"(?<![\w’'])(?:{_ARTICLES})(?P<noun>{chosen})(?![\w-])(?!\s(?:di|del|della|dei|per|d['’]))", re.IGNORECASE
    )
    at = 0
    for match in pattern.finditer(reading.text):
        start, end = match.span("noun")
        while at < len(taken) and taken[at][1] <= start:
            at += 1
        source = nouns[match["noun"].lower()]
        if start <= source.end or (at < len(taken) and taken[at][0] < end):
            continue
        kind = {"kind": source.properties.get("kind", "service")}
        reading.mentions.append(Draft("Action", start, end, "action_noun", kind, source.head, anchor=source))


_NAMED_ACTIONS = frozenset({"action_service", "action_title", "table_action", "list_action"})


def _short_forms(reading: Reading, mention: Draft) -> Iterable[str]:  # noqa: PLR0912
    words = reading.words(mention)
    if mention.type == "Person":
        parts = words.split()
        if len(parts) > 1:
            yield " ".join(parts[1:])
            if parts[-1][0].isupper() and len(parts[-1]) > 2:
                yield parts[-1]
    elif (
        mention.type == "Organisation"
        and mention.rule in ("organisation_head", "organisation_suffix")
        and not words.isupper()
    ):
        w = words_in(words, 0, len(words))
        lexicon = reading.lexicon
        i = 0
        head = lexicon.organisation_heads.match(w.low, 0, len(w))
        if head:
            i = head[0]
            while w.lower(i) in lexicon.organisations["modifiers"]["words"]:
                i += 1
        end = len(w)
        for j in range(i + 1, len(w)):
            if lexicon.organisation_suffixes.match(w.low, j, len(w)):
                end = j
                break
        if (
            i < end
            and w.capital(i)
            and (i > 0 or end < len(w))
            and mention.properties.get("kind") not in ("public_body", "organ", "university")
        ):
            own = words[w.start[i] : w.end[end - 1]].strip('«»“”"')
            if (
                len(own) > 3
                and lexicon.places_named.match(w.low, i, end) is None
                and own.lower() not in lexicon.given_names
            ):
                yield own
                shorter = own.split(" ", 1)
                if shorter[0] in ("Il", "La", "Le", "I", "Gli", "Lo") and len(shorter) > 1:
                    yield shorter[1]
    elif (
        mention.type == "Action" and mention.rule in ("action_title", "table_action", "list_action") and len(words) > 5
    ):
        yield words
        if ": " in words and len(words.split(": ")[0]) > 5:
            yield words.split(": ")[0]
    elif mention.type == "Area" and mention.rule == "area_list" and len(words) > 8:
        yield words
        yield words[0].upper() + words[1:]


# --- ties --------------------------------------------------------------------------------------------------------


class _Ties:
    """Goes through the mentions once, in the order of the text, and ties each to an earlier one."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._by_key: dict[tuple[str, str], Draft] = {}
        self._last_by_head: dict[tuple[str, str], Draft] = {}
        self._last_by_kind: dict[str, Draft] = {}
        self._codes: dict[str, Draft] = {}
        self._cities: dict[str, Draft] = {}
        self._first_body: Draft | None = None
        self._last_organisation: Draft | None = None
        self._main_plan: Draft | None = None
        self._last_action: Draft | None = None

    def tie(self) -> None:
        self._main_plan = self._choose_plan()
        ties: dict[str, Callable[[Draft], None]] = {
            "Organisation": self._tie_organisation,
            "Plan": self._tie_plan,
            "Area": self._tie_area,
            "Group": self._tie_group,
            "Action": self._tie_action,
        }
        for mention in self._reading.mentions:
            if mention.anchor is None:
                ties.get(mention.type, self._tie_by_words)(mention)
            self._remember(mention)

    def _choose_plan(self) -> Draft | None:
        named = [m for m in self._reading.mentions if m.type == "Plan" and not m.reference]
        references = [m for m in self._reading.mentions if m.type == "Plan" and m.reference]
        if not named:
            return next(
                (m for m in references if m.head not in self._reading.lexicon.spans["plans"]["references"]), None
            )
        counts = {id(m): sum(r.head == m.head for r in references) for m in named}
        return max(named, key=lambda m: (counts[id(m)] > 0, -m.start))

    def _join(self, mention: Draft, to: Draft | None) -> None:
        if to is not None and to.entity is not mention.entity:
            mention.anchor = to

    def _tie_by_words(self, mention: Draft) -> None:
        self._join(mention, self._by_key.get((mention.type, self._key(mention))))

    def _key(self, mention: Draft) -> str:
        return key(self._reading.words(mention))

    def _tie_organisation(self, mention: Draft) -> None:
        if mention.rule == "organisation_acronym":
            named = self._last_organisation
            close = (
                named is not None
                and _OPENS_ACRONYM.fullmatch(self._reading.text[named.end : mention.start]) is not None
            )
            self._join(mention, named if close else self._by_key.get(("Organisation", self._key(mention))))
            if mention.anchor:
                mention.properties["kind"] = mention.entity.properties.get("kind", "other")
                mention.entity.properties.setdefault("acronym", self._reading.words(mention))
            else:
                mention.reference = True
            return
        same = self._by_key.get(("Organisation", self._key(mention)))
        if same is None and mention.properties.get("kind") == "public_body":
            same = self._same_city(mention)
        if same is None and (mention.reference or self._is_bare(mention)):
            same = self._antecedent(mention)
        self._join(mention, same)
        if same is not None and (mention.reference or self._is_bare(mention)):
            mention.properties["kind"] = same.entity.properties.get("kind", "other")

    def _same_city(self, mention: Draft) -> Draft | None:
        """A city by its bare name and the body that names it: the first of the two."""
        words = self._key(mention)
        if mention.rule == "organisation_city":
            return self._cities.get(words)
        known = self._cities.get(words.rsplit(" di ", 1)[-1]) if mention.head in _CITY_HEADS else None
        return known if known is not None and known.rule == "organisation_city" and known.anchor is None else None

    def _is_bare(self, mention: Draft) -> bool:
        return key(self._reading.words(mention)) == key(mention.head) and mention.head != ""

    def _antecedent(self, mention: Draft) -> Draft | None:
        phrase = self._key(mention)
        if phrase in _ADMINISTRATION:
            return self._last_by_kind.get("public_body") if phrase != "amministrazione" else self._first_body
        if phrase.startswith("ente ") and self._last_by_head.get(("Organisation", "=lead")):
            return self._last_by_head[("Organisation", "=lead")]
        first = mention.head.split()[0]
        if found := self._last_by_head.get(("Organisation", first)):
            return found
        kinds = self._reading.lexicon.organisations["reference_kinds"].get(first, [])
        options = [d for k in kinds if (d := self._last_by_kind.get(k))]
        return max(options, key=lambda d: d.start, default=None)

    def _tie_plan(self, mention: Draft) -> None:
        if not mention.reference:
            same = self._by_key.get(("Plan", self._key(mention)))
            if same is None and mention.head:
                same = self._same_plan(mention)
            self._join(mention, same)
            return
        if mention.head in self._reading.lexicon.spans["plans"]["references"]:
            self._tie_loose(mention)
            return
        target = self._last_by_head.get(("Plan", mention.head)) or self._last_by_head.get(("Plan", f"~{mention.head}"))
        if target is None and self._main_plan is not None and self._main_plan.start < mention.start:
            target = self._main_plan if self._main_plan.head == mention.head else None
        if target is not None:
            self._join(mention, target)
            mention.properties = {"kind": target.entity.properties.get("kind", "plan")}
        elif (
            mention is not self._main_plan
            and mention.start > 0
            and self._main_plan
            and self._main_plan.head == mention.head
        ):
            self._main_plan.anchor = mention
            mention.reference = False
        else:
            mention.reference = (
                mention is not self._main_plan
                and not self._reading.words(mention)[0].isupper()
                and not self._reading.words(mention).startswith("presente")
            )

    def _tie_loose(self, mention: Draft) -> None:
        """ "L'iniziativa", "il documento", "il progetto": the plan that was read of, or the last project."""
        action = self._last_action
        if (
            mention.head in ("iniziativa", "progetto")
            and action is not None
            and (self._main_plan is None or self._main_plan.start > mention.start)
        ):
            mention.type, mention.rule = "Action", "action_reference"
            mention.properties = {"kind": action.entity.properties.get("kind", "project")}
            self._join(mention, action)
        elif self._main_plan is not None and self._main_plan.start < mention.start:
            self._join(mention, self._main_plan)
            mention.properties = {"kind": self._main_plan.entity.properties.get("kind", "plan")}

    def _same_plan(self, mention: Draft) -> Draft | None:
        """A shorter name of a plan read of before: the same head, all its words among the longer one's."""
        words = set(self._key(mention).split())
        earlier = self._last_by_head.get(("Plan", mention.head))
        if earlier is None:
            return None
        known = set(self._key(earlier.entity).split())
        digits = {w for w in words if w.isdigit()} ^ {w for w in known if w.isdigit()}
        return (
            earlier
            if (words <= known or known <= words)
            and not (
                digits
                and len(words) > 3
                and len(known) > 3
                and any(w.isdigit() for w in words)
                and any(w.isdigit() for w in known)
            )
            else None
        )

    def _tie_area(self, mention: Draft) -> None:
        code = mention.properties.get("code")
        if mention.rule == "area_code":
            self._join(mention, self._codes.get(str(code)))
            return
        self._tie_by_words(mention)
        if code:
            self._codes.setdefault(str(code), mention.entity)

    def _tie_group(self, mention: Draft) -> None:
        words = self._key(mention)
        self._join(mention, self._by_key.get(("Group", "giovani" if words in _GENERIC else words)))

    def _tie_action(self, mention: Draft) -> None:
        self._tie_by_words(mention)
        if (
            mention.anchor is None
            and mention.rule == "action_event"
            and self._key(mention).split()[0] == mention.head
            and len(self._key(mention).split()) == 1
        ):
            self._join(mention, self._last_by_head.get(("Action", mention.head)))

    def _remember(self, mention: Draft) -> None:
        words = self._key(mention)
        if mention.type == "Group" and words in _GENERIC:
            words = "giovani"
        self._by_key.setdefault((mention.type, words), mention)
        if mention.type == "Organisation" and not (mention.reference and mention.anchor is None):
            self._remember_organisation(mention, words)
        elif mention.type == "Plan" and not mention.reference:
            self._last_by_head[("Plan", mention.head)] = mention
        elif mention.type == "Action":
            self._last_by_head[("Action", mention.head)] = mention
            if mention.properties.get("kind") in ("project", "service"):
                self._last_action = mention

    def _remember_organisation(self, mention: Draft, words: str) -> None:
        self._last_organisation = mention
        if mention.head:
            self._last_by_head[("Organisation", mention.head.split()[0])] = mention
        kind = str(mention.properties.get("kind", ""))
        self._last_by_kind[kind] = mention
        if kind == "public_body" and (mention.head in _CITY_HEADS or mention.rule == "organisation_city"):
            self._cities.setdefault(words.rsplit(" di ", 1)[-1], mention)
        if kind == "public_body" and self._first_body is None and mention.rule == "organisation_head":
            self._first_body = mention
        before = self._reading.text[max(0, mention.start - 25) : mention.start].lower()
        if "capofila" in before:
            self._last_by_head[("Organisation", "=lead")] = mention
