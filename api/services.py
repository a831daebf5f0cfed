"""What the routes work with, made once for an application and handed to each that asks."""

import inspect
from dataclasses import dataclass
from typing import Annotated, Any, Final, Self, TypeVar

from fastapi import Depends, Query, Request
from pydantic import BeforeValidator

from api.access import Access
from api.asking import Asking
from api.importer import Importer
from api.parameters import parameters
from api.snapshots import Snapshots
from graph.analysis.filters import Filter, Part, made
from graph.store.port import GraphStore
from graph.workspace import Workspace
from viz.words import Language

Asked = TypeVar("Asked")
PAGE_LIMIT: Final = 500
_VALUES: Final = 50
_VALUE: Final = 200
_QUERY_PROCESSES: Final = 2


@dataclass(frozen=True, slots=True)
class Services:
    workspace: Workspace
    access: Access
    store: GraphStore
    snapshots: Snapshots
    asking: Asking
    importer: Importer

    @classmethod
    def of(cls, workspace: Workspace, access: Access) -> Self:
        store = workspace.store()
        snapshots = Snapshots(workspace.ledger, store, workspace.settings.name, workspace.frame())
        asking, importer = Asking(workspace, _QUERY_PROCESSES), Importer(workspace, snapshots.warm)
        return cls(workspace, access, store, snapshots, asking, importer)


def _services(request: Request) -> Services:
    found: Services = request.app.state.services
    return found


ServicesOf = Annotated[Services, Depends(_services)]

Limit = Annotated[int, Query(ge=1, le=PAGE_LIMIT, description="how many at most", examples=[50])]
Offset = Annotated[int, Query(ge=0, le=10**9, description="how many to pass over", examples=[0])]
Words = Annotated[
    str, Query(max_length=200, description="words that must all be in it; case and accents do not matter")
]
LanguageOf = Annotated[Language, Query(description="language of titles and reasons", examples=["en"])]


def asked(kind: type[Asked]) -> Any:
    """What is injected where a route asks for a dataclass of `graph.analysis.filters`: one query parameter a field."""

    def take(**given: Any) -> Asked:
        return made(kind, given)

    filled = (one.replace(annotation=Annotated[one.annotation, _FILLED]) for one in parameters(kind, _query))
    take.__signature__ = inspect.Signature(list(filled))  # type: ignore[attr-defined]
    return Depends(take)


def _filled(given: object) -> object:
    return [value for value in given if value != ""] if isinstance(given, list) else given


_FILLED: Final = BeforeValidator(_filled)
"""A form sends an empty value for what nobody chose."""


def _query(_: str, words: str, __: type, several: bool) -> Any:
    return Query(max_length=_VALUES if several else _VALUE, description=words)


PartOf = Annotated[Part, asked(Part)]
FilterOf = Annotated[Filter, asked(Filter)]
