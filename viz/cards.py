"""Cards in words: titles, statements and reasons from `texts/cards.LANGUAGE.toml`."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

from graph.analysis.coverage import Dimension
from graph.analysis.gaps.cards import Card, Reason
from graph.analysis.gaps.generational import SPEAKS
from graph.analysis.view import GraphView
from viz.words import LANGUAGES, Language, Words, load_words

_COLUMNS: Final = {
    "kind": ("kind", "Organisation"),
    "generation": ("generation",),
    "resource": ("kind", "Resource"),
}
_WORDS_OF: Final = {
    "offers-what-is-needed": ("kind", "Resource"),
    "needs-what-is-offered": ("kind", "Resource"),
    "same-group": ("category",),
    "such-kinds-meet": ("kind", "Organisation"),
    "such-generations-meet": ("generation",),
}
"""Reasons of which the values are words of the model, and where these stand in the texts."""


@dataclass(frozen=True, slots=True)
class CardWords:
    """The texts of one language for cards, beside those of the whole interface."""

    cards: Words
    common: Words

    def title(self, view: GraphView, card: Card) -> str:
        """What a card asks, in a line."""
        rule, _, column = card.rule.partition("/")
        names = [view.name(subject) if subject in view.nodes else subject[1] for subject in card.subjects]
        thing = card.score.need.reason.values.get("thing", names[-1])
        called = self._people(column) if rule == SPEAKS else self.column(rule, column)
        values = {"subject": names[0], "second": names[-1], "thing": thing, "column": called}
        return str(self.cards.texts["title"][_rule_of_title(rule, column)]).format(**values)

    def lacks(self, view: GraphView, card: Card) -> str:
        """What is missing, as a name: “APS”, “chi ne risponde”."""
        rule, _, column = card.rule.partition("/")
        key = _rule_of_title(rule, column)
        named = view.name(card.subjects[-1]) if card.subjects[-1] in view.nodes else card.subjects[-1][1]
        whom = self._people(column) if rule == SPEAKS else self.column(rule, column)
        return self.common.word("lacks", key).format(column=whom, second=named)

    def statement(self, card: Card) -> str:
        """What is required, what was found, and where it was looked for."""
        said = (self.reason(factor.reason, card.rule) for factor in (card.score.need, card.score.absence))
        search = card.search
        values = {"documents": self.common.number(search.documents), "registers": self.common.number(search.registers)}
        made = self.cards.texts["search"]["made" if search.until else "undated"]
        return " ".join((*said, made.format(**values, until=self.common.date(search.until or ""))))

    def reason(self, reason: Reason, rule: str = "") -> str:
        """A reason in words; those of columns need the rule of their card."""
        path = _WORDS_OF.get(reason.code)
        values = {name: self._value(name, value, rule, path) for name, value in reason.values.items()}
        text = str(self.cards.texts["reason"][reason.code]).format(**values)
        return f"{text.removesuffix('..')}." if text.endswith("..") else text  # behind "S.r.l."

    def column(self, rule: str, column: str) -> str:
        """A column of the coverage matrix as people call it; a place's name stays."""
        path = _COLUMNS.get(rule.partition("/")[0])
        return self.common.word(*path, column) if path and column else column

    def _people(self, generation: str) -> str:
        return self.cards.word("people", generation)

    def _value(self, name: str, value: str | float, rule: str, path: tuple[str, ...] | None) -> str:
        if path and isinstance(value, str):
            return ", ".join(self.common.word(*path, word) for word in value.split(", "))
        match name, value:
            case "status", str():
                return self.common.word("status", value)
            case "column", str():
                return self.column(rule, value)
            case "generation", str():
                return self._people(value)
            case "deadline", str():
                return self.common.date(value)
            case "by", str() if rule == "deadline":
                return self.common.time(value)
            case "unit", str():
                return f" {'euro' if value == 'EUR' else value}" if value else ""
            case _, int() | float():
                return self.common.number(value, 0 if float(value).is_integer() else 2)
        return str(value)


def _rule_of_title(rule: str, column: str) -> str:
    """The key of a rule's texts: “resource” asks an action for its means, “resource/money” an area for a kind."""
    return "resource-of-area" if column and rule == Dimension.RESOURCE else rule


@lru_cache(maxsize=len(LANGUAGES))
def load_card_words(language: Language) -> CardWords:
    """The words of a language."""
    text = (resources.files("viz") / "texts" / f"cards.{language}.toml").read_text(encoding="utf-8")
    return CardWords(Words(language, tomllib.loads(text)), load_words(language))
