"""What a row says of places: its municipality within province and region; the heir of a suppressed one."""

from graph.extraction import Mention
from ingest.registers.contents import Contents
from ingest.registers.dates import iso_date
from ingest.registers.issues import IssueLog
from ingest.registers.keys import check_istat_code
from ingest.registers.provinces import province_called
from ingest.registers.rows import PlacedRow
from ingest.registers.sheet_roles import Roles
from ingest.registers.words import plain


class PlaceReader:
    """Reads the places of the rows of one sheet."""

    def __init__(self, roles: Roles, contents: Contents, issues: IssueLog) -> None:
        self._roles = roles
        self._contents = contents
        self._issues = issues

    def row_of_place(self, number: int, placed: PlacedRow) -> str | None:
        """A row that is about a municipality, and its heir where it has one; returns its key."""
        place = self.place(number, placed, "name")
        if place is None:
            return None
        heir = self._heir(number, placed)
        if heir and heir.entity != place.entity:
            since = iso_date(self._roles.cell(placed.cells, "since"))
            self._contents.claim(placed, place, "PART_OF", heir, {"since": since} if since else {})
        return place.keys.get("istat_code")

    def place(self, number: int, placed: PlacedRow, role: str) -> Mention | None:
        """The municipality, within its province and region."""
        mention = self._municipality(number, placed, role, "municipality_code")
        if mention:
            self._within(placed, mention)
        return mention

    def _heir(self, number: int, placed: PlacedRow) -> Mention | None:
        return self._municipality(number, placed, "heir", "heir_code")

    def _municipality(self, number: int, placed: PlacedRow, role: str, code_role: str) -> Mention | None:
        roles, cells = self._roles, placed.cells
        code = self._issues.judge(number, "istat_code", check_istat_code(roles.cell(cells, code_role)))
        shown = role if roles.filled(cells, role) else code_role
        if not roles.filled(cells, shown) or (shown == code_role and code is None):
            return None
        names = tuple(plain(roles.cell(cells, r)) for r in (shown, "province", "region"))
        keys = {"istat_code": code} if code else {}
        best = ("istat_code", code) if code else ("municipality", *names)
        kind = {"kind": "municipality"}
        return self._contents.mention(placed, roles[shown], "Place", best, properties=kind, keys=keys)

    def _within(self, placed: PlacedRow, inner: Mention) -> None:
        """Municipality in province in region, said once a batch. Two letters are a name where they are a province's."""
        for role in ("province", "region"):
            name = self._roles.filled(placed.cells, role)
            called = province_called(name) if name and role == "province" else name
            if called is None or len(called) < 3:
                continue
            identity = role, plain(called)
            if not self._contents.first_time((inner.entity, *identity)):
                return
            kind = {"kind": role}
            outer = self._contents.mention(placed, self._roles[role], "Place", identity, properties=kind, keys={})
            self._contents.claim(placed, inner, "PART_OF", outer, ends=False)
            inner = outer
