"""Who could meet: suggestions with reasons. `suggester.py` is where to begin reading."""

from graph.analysis.suggestions.suggester import Suggester, Suggestion

__all__ = ["Suggester", "Suggestion"]
