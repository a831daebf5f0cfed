"""Every error a person can meet, with words written for that person.

    IntreccioError
    ├── UsageError              the command, the address or a setting is wrong      exit 2, HTTP 400
    │   ├── WorkspaceNotFound   no intreccio.toml here or above
    │   ├── SettingsInvalid     intreccio.toml or an environment variable
    │   └── NotFound            no document, entity, saved query … of that name     HTTP 404
    ├── InputError              a file cannot be read; the others go on             exit 1, HTTP 422
    │   ├── EmptyFile
    │   ├── DamagedFile
    │   ├── EncryptedFile
    │   ├── FileTooLarge        also a file that unpacks to too much
    │   ├── FormatUnsupported
    │   ├── NoText              a scan without a text layer, and no OCR installed
    │   ├── RegisterChanged     a register that its mapping no longer fits
    │   └── ExtractionInvalid   extract JSON that breaks the standard
    ├── QueryError              a Cypher text                                       exit 2, HTTP 400
    │   ├── QueryInvalid        it does not parse, or the store does not know it
    │   ├── QueryRefused        it would do more than read                          HTTP 403
    │   └── QueryLimit          it took too long, too much memory                   exit 1, HTTP 422
    └── StoreError              ledger or graph store                               exit 1, HTTP 503
        ├── StoreUnavailable    cannot be reached or opened
        └── StoreBusy           another process writes

`code` is stable and appears in the command line, in problem details and in the ledger's issues; `where` names
the file, line, row or setting; `hint` says what to do.
"""

from typing import ClassVar


class IntreccioError(Exception):
    """Base of all errors raised on purpose; `str()` is the whole sentence for a person."""

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 500

    def __init__(self, message: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(message, where, hint)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f" {self.hint}" if self.hint else ""
        return f"{place}{self.message}{advice}"


class UsageError(IntreccioError):
    code = "usage"
    exit_code = 2
    http_status = 400


class WorkspaceNotFound(UsageError):
    code = "workspace-not-found"


class SettingsInvalid(UsageError):
    code = "settings-invalid"


class NotFound(UsageError):
    code = "not-found"
    http_status = 404


class InputError(IntreccioError):
    code = "input"
    http_status = 422


class EmptyFile(InputError):
    code = "empty-file"


class DamagedFile(InputError):
    code = "damaged-file"


class EncryptedFile(InputError):
    code = "encrypted-file"


class FileTooLarge(InputError):
    code = "file-too-large"


class FormatUnsupported(InputError):
    code = "format-unsupported"


class NoText(InputError):
    code = "no-text"


class RegisterChanged(InputError):
    code = "register-changed"


class ExtractionInvalid(InputError):
    code = "extraction-invalid"


class QueryError(IntreccioError):
    code = "query"
    exit_code = 2
    http_status = 400


class QueryInvalid(QueryError):
    code = "query-invalid"


class QueryRefused(QueryError):
    code = "query-refused"
    http_status = 403


class QueryLimit(QueryError):
    code = "query-limit"
    exit_code = 1
    http_status = 422


class StoreError(IntreccioError):
    code = "store"
    http_status = 503


class StoreUnavailable(StoreError):
    code = "store-unavailable"


class StoreBusy(StoreError):
    code = "store-busy"
