"""What goes wrong with a Neo4j server, in words for a person."""

from collections.abc import Iterator
from contextlib import contextmanager

from graph.errors import IntreccioError, QueryInvalid, QueryLimit, QueryRefused, StoreError, StoreUnavailable

_TRANSACTION = "Transaction.TransactionTimedOut"
_MEMORY = ("MemoryPoolOutOfMemoryError", "General.OutOfMemoryError", "General.StackOverFlowError")
_REFUSED = ("Statement.AccessMode", "Security.Forbidden")


def driver_errors() -> tuple[type[Exception], ...]:
    """The bases of all that the driver raises for the server's sake."""
    from neo4j.exceptions import DriverError, Neo4jError

    return DriverError, Neo4jError


def is_passing(error: Exception) -> bool:
    """Whether the same may succeed when tried again: a deadlock, a new leader, a lost connection, short memory."""
    from neo4j.exceptions import DriverError, Neo4jError

    return isinstance(error, DriverError | Neo4jError) and error.is_retryable()


def is_out_of_memory(error: Exception) -> bool:
    return any(word in _code(error) for word in _MEMORY)


@contextmanager
def store_errors(url: str) -> Iterator[None]:
    """Turns the driver's errors into `StoreUnavailable`, and what it cannot send into `StoreError`."""
    try:
        yield
    except driver_errors() as error:
        raise _unavailable(error, url) from error
    except (ValueError, TypeError, OverflowError) as error:
        raise StoreError(f"the graph refuses what is written: {_first_line(error)}.", where=url) from error


@contextmanager
def query_errors(url: str) -> Iterator[None]:
    """Turns the driver's errors into what became of a query."""
    try:
        yield
    except driver_errors() as error:
        raise _query_error(error, url) from error
    except (ValueError, TypeError, OverflowError) as error:
        raise QueryInvalid(f"a parameter cannot be sent: {_first_line(error)}.") from error


def _query_error(error: Exception, url: str) -> IntreccioError:
    code = _code(error)
    if _TRANSACTION in code:
        return QueryLimit("the query took too long.", hint="Ask for less, or begin at a named node.")
    if is_out_of_memory(error):
        return QueryLimit("the query needs too much memory.", hint="Ask for less.")
    if any(word in code for word in _REFUSED):
        return QueryRefused("the query would write.", hint="Only reading is allowed here.")
    if ".Statement." in code or (code.startswith("Neo.ClientError.") and ".Security." not in code):
        return QueryInvalid(f"{_first_line(error)}.")
    return _unavailable(error, url)


def _unavailable(error: Exception, url: str) -> StoreUnavailable:
    from neo4j.exceptions import AuthError, ConfigurationError, ServiceUnavailable, SessionExpired

    if isinstance(error, AuthError):
        return StoreUnavailable(
            "Neo4j refuses the user name or the password.",
            where=url,
            hint="Set INTRECCIO_GRAPH_USER and INTRECCIO_GRAPH_PASSWORD, or write user:password@ into the address.",
        )
    if isinstance(error, ServiceUnavailable | SessionExpired):
        return StoreUnavailable(
            "no Neo4j answers here.",
            where=url,
            hint="Start one with `make neo4j` or `docker compose up`, or choose another store with INTRECCIO_GRAPH.",
        )
    if isinstance(error, ConfigurationError):
        return StoreUnavailable(f"the address cannot be used: {_first_line(error)}.", where=url)
    return StoreUnavailable(f"Neo4j says: {_first_line(error)}.", where=url)


def _code(error: Exception) -> str:
    return str(getattr(error, "code", None) or "")


def _first_line(error: Exception) -> str:
    lines = str(getattr(error, "message", None) or error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__)[:500].rstrip(".")
