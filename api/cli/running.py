"""How a command ends: done, or with one line that a person understands and an exit code; never with a traceback.

0    done
1    some inputs failed, or the ledger or graph cannot be reached
2    wrong use
130  interrupted from the keyboard
141  whoever read the output has closed it
"""

import os
import sys
import traceback
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from api.cli import INTERRUPTED, output
from graph.errors import IntreccioError

SOME_FAILED = 1
_PIPE_CLOSED = 141


class Commands(TyperGroup):
    """The commands, whose errors end here."""

    def invoke(self, ctx: Any) -> Any:
        debug = bool(ctx.params.get("debug"))
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except IntreccioError as error:
            _end(str(error), error.exit_code, debug=debug)
        except KeyboardInterrupt:
            _end("interrupted; what was read is kept.", INTERRUPTED, debug=False)
        except BrokenPipeError:
            _silence()
            raise typer.Exit(_PIPE_CLOSED) from None
        except (typer.Exit, typer.Abort, typer.TyperException):
            raise
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            _end(f"{place}{error.strerror or error}.", SOME_FAILED, debug=debug)
        except Exception as error:  # noqa: BLE001 - the last door: a fault of ours, said in one line
            said = f"unexpected error: {type(error).__name__}: {error}. Run it as `intreccio --debug …` to see where."
            _end(said, SOME_FAILED, debug=debug)
        else:
            return result


def _end(message: str, code: int, *, debug: bool) -> NoReturn:
    if debug:
        traceback.print_exc()
    output.note(message)
    raise typer.Exit(code) from None


def _silence() -> None:
    """Lets the interpreter flush what is left to nowhere, so that it does not complain at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
