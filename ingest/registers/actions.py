"""What a row says of public projects (CUP) and tenders (CIG): who does what in them, and what funds them."""

from graph.extraction import Mention
from graph.model import Value
from ingest.registers.amounts import parse_amount
from ingest.registers.contents import Contents
from ingest.registers.issues import IssueLog
from ingest.registers.keys import check_cig, check_cup
from ingest.registers.mapping import ActionMapping, RegisterMapping
from ingest.registers.rows import PlacedRow
from ingest.registers.sheet_roles import Roles
from ingest.registers.words import plain


class ActionReader:
    """Reads the projects of the rows of one sheet; a mapping without actions gives none."""

    def __init__(
        self, columns: tuple[str, ...], mapping: RegisterMapping, roles: Roles, contents: Contents, issues: IssueLog
    ) -> None:
        self._mapping = mapping.action or ActionMapping()
        self._wanted = mapping.action is not None
        self._roles = roles
        self._contents = contents
        self._issues = issues
        words = [plain(c) for c in columns]
        wanted = plain(self._mapping.claim_column)
        self._claim_column = words.index(wanted) if wanted in words else None
        self._claims = {plain(cell): claim for cell, claim in self._mapping.claims.items()}

    @property
    def located(self) -> bool:
        """Whether the row's municipality is where the action is."""
        return self._wanted and self._mapping.located

    def row_of_action(self, number: int, placed: PlacedRow, place: Mention | None) -> str | None:
        """A row that is about a tender or project; returns its key."""
        action = self._action(number, placed, place, "name")
        return next(iter(action.keys.values()), None) if action else None

    def actions_of(self, number: int, placed: PlacedRow, body: Mention, place: Mention | None) -> None:
        """What the row's body does in the row's tender, else project."""
        action = self._action(number, placed, place, "action") if self._wanted else None
        if action:
            claim, properties = self._relation(placed)
            self._contents.claim(placed, body, claim, action, properties)

    def _action(self, number: int, placed: PlacedRow, place: Mention | None, title: str) -> Mention | None:
        """The tender within its project, or the project alone: the one that the row is about."""
        cells = placed.cells
        cup = self._issues.judge(number, "cup", check_cup(self._roles.cell(cells, "cup")))
        cig = self._issues.judge(number, "cig", check_cig(self._roles.cell(cells, "cig")))
        project = self._mention(placed, "cup" if cig else title, "cup", cup) if cup or not cig else None
        tender = self._mention(placed, title, "cig", cig) if cig else None
        if project:
            self._fund(placed, project)
        if tender and project and self._contents.first_time((tender.entity, "PART_OF", project.entity)):
            self._contents.claim(placed, tender, "PART_OF", project)
        action = tender or project
        if action and place and self.located:
            self._contents.claim(placed, action, "LOCATED_IN", place)
        return action

    def _mention(self, placed: PlacedRow, title: str, key: str, code: str | None) -> Mention | None:
        """A mention at the title, else at the code; None where the row has neither."""
        shown = title if self._roles.filled(placed.cells, title) else key
        if not self._roles.filled(placed.cells, shown) or (shown == key and code is None):
            return None
        properties: dict[str, Value] = {"kind": self._mapping.kind} if self._wanted else {}
        keys = {key: code} if code else {}
        identity = (key, code) if code else ()
        column = self._roles[shown]
        return self._contents.mention(placed, column, "Action", identity, properties=properties, keys=keys)

    def _fund(self, placed: PlacedRow, project: Mention) -> None:
        """The programme that pays for the project, said once a batch."""
        name = self._roles.filled(placed.cells, "plan")
        if name is None or not self._contents.first_time((plain(name), "FUNDS", project.entity)):
            return
        kind = {"kind": "programme"}
        identity = ("plan", plain(name))
        plan = self._contents.mention(placed, self._roles["plan"], "Plan", identity, properties=kind, keys={})
        amount = parse_amount(self._roles.cell(placed.cells, "amount"))
        money: dict[str, Value] = {"amount": amount[0], "unit": amount[1]} if amount else {}
        self._contents.claim(placed, plan, "FUNDS", project, money)

    def _relation(self, placed: PlacedRow) -> tuple[str, dict[str, Value]]:
        """The claim, and the role in the words of the cell that tells it."""
        told = "" if self._claim_column is None else placed.cells[self._claim_column].strip()
        return self._claims.get(plain(told), self._mapping.claim), {"role": told} if told else {}
