"""Upgrade: the file carried to another chart version, key by key, each row decided by a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, Static

from schema.bundle import UnknownChart
from schema.model import Schema
from schema.path import format_path
from schema.version import Version
from screens.base import WizardScreen
from screens.fetching import Fetching
from screens.theme import marks
from screens.upgrade_texts import choices, heading, how_sure, in_full, likely, pick, where_from
from screens.widgets.field_editor import FieldEditor
from screens.widgets.key_line import KeyLine
from screens.widgets.options import Options
from screens.widgets.pick_list import Pick
from screens.widgets.row_list import RowList
from screens.widgets.told import Told
from screens.widgets.top_bar import TopBar
from screens.widgets.upgrade_pane import UpgradePane
from screens.widgets.version_line import VersionChips, VersionLine
from wizard.fields import FieldRow
from wizard.refused import EditRefused
from wizard.upgrading.deciding import (
    KEPT,
    TAKEN,
    Decision,
    Upgrading,
    begin,
    decide,
    decide_what_goes,
    edited_path,
    take_all_safe,
)
from wizard.upgrading.own_value import field_row
from wizard.upgrading.row import Proposal, Row
from wizard.upgrading.targets import one_of_each_line, targets
from wizard.upgrading.written import GROUPS

if TYPE_CHECKING:
    from schema.source import Fetched

_LISTS = ("person", "together", "know")
_DONE = {Proposal.TAKE: "taken", Proposal.KEEP: "left as it is", Proposal.EDIT: "edited"}


class UpgradeScreen(WizardScreen):
    """The rows on the left; on the right (below, on a narrow screen) one of them in full, and the
    diff. What is decided is in the session alone. `versions`: those known, newest first."""

    CSS_PATH = "upgrade.tcss"
    HELP = "Carry the file to another chart version: decide row by row what becomes of each key."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "take", "Take", id="upgrade.take"),
        Binding("x", "keep", "Leave", id="upgrade.keep"),
        Binding("e", "edit", "Edit", id="upgrade.edit"),
        Binding("s", "all_safe", "All safe", id="upgrade.all_safe"),
        Binding("v", "version", "Version", id="upgrade.version"),
        Binding("d", "mode", "Preview", id="upgrade.mode"),
        Binding("b,escape", "back", "Back", key_display="b", id="upgrade.back"),
        Binding("f", "file", "Other file", show=False, id="upgrade.file"),
        Binding("right", "choices", "To the choices", show=False, id="upgrade.choices"),
        Binding("left", "rows", "To the rows", show=False, id="upgrade.rows"),
        Binding("ctrl+f", "fetch", "Fetch the schema", show=False, id="upgrade.fetch"),
        Binding("g", "field", "Go to the field", show=False, id="upgrade.field"),
    ]

    def __init__(self, versions: Sequence[str]) -> None:
        super().__init__()
        self._versions = list(versions)
        self._row = ""
        self._fetching = Fetching(self, self.say, self._refuse, self._fetched)

    # --- what is shown

    def compose(self) -> ComposeResult:
        newer = targets(self._versions, self.session.state)
        target = self.upgrading.version if self.upgrading else next(iter(newer), "")
        yield TopBar(id="top")
        with Horizontal(id="target"):
            yield Static(id="from", markup=False)
            yield VersionLine(str(target), newer, id="version")
            yield VersionChips(one_of_each_line(newer), id="chips")
        with Horizontal(id="columns"):
            with VerticalScroll(id="left", can_focus=False):
                yield Static(id="nothing", markup=False)
                for name in _LISTS:
                    yield Static(id=f"{name}-heading", classes="heading")
                    yield RowList("", id=name)
                yield Static(id="sure", markup=False)
            with Vertical(id="right"):
                with VerticalScroll(id="detail", can_focus=False):
                    yield Static(id="row", markup=False)
                    yield FieldEditor(id="editor")
                    yield Options(choices(None, None), id="choice")
                yield UpgradePane(id="pane")
        yield Told(id="status")
        yield KeyLine()

    def on_mount(self) -> None:
        super().on_mount()
        self._fold()
        self.session_changed()
        self._focus_rows()

    def on_resize(self) -> None:
        self._fold()

    def _fold(self) -> None:
        self.set_class(self.app.size.width < 100, "narrow")

    @property
    def upgrading(self) -> Upgrading | None:
        """The upgrade that is under way in the session."""
        return self.session.state.upgrading

    @property
    def row(self) -> Row | None:
        """The row that is looked at."""
        return self.upgrading.rows.get(self._row) if self.upgrading else None

    def session_changed(self) -> None:
        session, upgrading = self.session, self.upgrading
        self.query_one(TopBar).show(session, self.app.size.width >= 100)
        base = upgrading.base if upgrading else session.state
        self.query_one("#from", Static).update(f"From {base.version} to ")
        for name, (title, belongs) in zip(_LISTS, GROUPS, strict=True):
            rows = upgrading.rows.items() if upgrading else ()
            own = [self._pick(id, row) for id, row in rows if belongs(row)]
            self.query_one(f"#{name}-heading", Static).update(heading(title, own))
            for selector in (f"#{name}-heading", f"#{name}"):
                self.query_one(selector).display = bool(own)
            self.query_one(f"#{name}", RowList).show(own)
        found = upgrading.rows if upgrading else {}
        nothing = self.query_one("#nothing", Static)
        nothing.display = not found
        nothing.update(where_from(session.state, targets(self._versions, session.state)))
        self.query_one("#sure", Static).update(how_sure(upgrading))
        self.query_one("#right").display = bool(found)
        if self._row not in found:
            self._row = next(iter(found), "")
        self._show_row()
        self._say_where()

    def _pick(self, id: str, row: Row) -> Pick:
        assert self.upgrading is not None
        several = len(self.session.plan.members) > 1
        return pick(self.upgrading, id, self.session.plan[row.member].file.name if several else "")

    def _say_where(self) -> None:
        upgrading = self.upgrading
        if self.last_said:
            self.say(self.last_said)
        elif upgrading is None:
            self.say("enter works out what the step means; no line is changed by that.", "dim")
        else:
            safe = len(take_all_safe(upgrading))
            more = f" s takes the {safe} that nobody has to look at." if safe else ""
            self.say(f"{len(upgrading.decisions)} of {len(upgrading.rows)} decided.{more}", "dim")

    def _show_row(self) -> None:
        row, upgrading = self.row, self.upgrading
        if row is not None and upgrading is not None:
            self.query_one("#row", Static).update(in_full(upgrading, self._row))
            rows = choices(row, upgrading.decisions.get(self._row))
            options = self.query_one("#choice", Options)
            options.show_rows(rows)
            if not options.has_focus:  # without scrolling to it
                options.set_reactive(Options.cursor, likely(rows))
                options.refresh(layout=True)
        self.query_one(UpgradePane).show(self.session, self._row)

    # --- where to

    @on(VersionChips.Picked)
    def _picked(self, event: VersionChips.Picked) -> None:
        self.query_one("#version", VersionLine).value = event.version
        self.go_to_version(event.version)

    @on(Input.Submitted, "#version")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.go_to_version(event.value)

    def go_to_version(
        self, text: str, schema: Schema | None = None, before: Schema | None = None
    ) -> None:
        """Begin the upgrade to a version, or go on to another one."""
        try:
            following = begin(self.session.state, Version.parse(text), schema, before)
        except UnknownChart as error:
            self._refuse(f"{error}; ctrl+f fetches the chart's own.")
            return
        except ValueError as error:
            self._refuse(str(error))
            return
        self.last_said = ""
        self.session.upgrade(following, f"Upgrade to {following.version}")
        self._focus_rows()

    def _focus_rows(self) -> None:
        """To the row that is looked at; without rows, to the version."""
        for rows in self.query(RowList):
            if any(entry.id == self._row for entry in rows.picks):
                rows.go(self._row)
                rows.focus()
                return
        self.query_one("#version").focus()

    def action_fetch(self) -> None:
        """Fetch both versions' own schemas; nothing else here uses the network."""
        source = self.wizard.beginning.fetched_from if self.wizard.beginning else None
        wanted = self.query_one("#version", VersionLine).value.strip()
        base = self.upgrading.base if self.upgrading else self.session.state
        if source is None:
            self._refuse("No repository is known for this chart; --repo names one.")
        elif self.wizard.offline:
            self._refuse("This was begun with --offline: nothing is fetched.")
        else:
            self.say(f"Fetching {base.version} and {wanted} … Escape cancels.")
            self._fetching.begin(source, wanted, str(base.version))

    def _fetched(self, fetched: Fetched) -> None:
        self._versions = list(fetched.versions) or self._versions
        newer = targets(self._versions, self.session.state)
        line = self.query_one("#version", VersionLine)
        line.offer(newer)
        line.value = fetched.schema.version
        self.query_one(VersionChips).show(one_of_each_line(newer))
        self.go_to_version(fetched.schema.version, fetched.schema, fetched.before)

    # --- decisions

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        upgrading = self.upgrading
        if event.row == self._row or upgrading is None:
            return
        self._row = event.row
        self._close_editor()
        self._show_row()
        self.query_one("#detail", VerticalScroll).scroll_home(animate=False)
        to_be_taken = self.row is not None and self.row.proposal is Proposal.TAKE
        if to_be_taken and self._row not in upgrading.decisions:
            self.query_one(UpgradePane).look_at(TAKEN)

    @on(RowList.Picked)
    def _as_proposed(self, event: RowList.Picked) -> None:
        """What is proposed; a second time, let the decision go."""
        self._row = event.pick
        row, upgrading = self.row, self.upgrading
        if row is None or upgrading is None:
            return
        if self._row in upgrading.decisions:
            self._decide(None)
        elif row.proposal is Proposal.EDIT and edited_path(row):
            self.action_edit()
        else:
            self._decide(TAKEN if row.proposal is Proposal.TAKE and row.changes else KEPT)

    @on(Options.Highlighted, "#choice")
    def _considered(self, event: Options.Highlighted) -> None:
        self.query_one(UpgradePane).look_at({"take": TAKEN, "keep": KEPT}.get(event.option))

    @on(Options.Chosen, "#choice")
    def _chosen(self, event: Options.Chosen) -> None:
        actions = {"take": self.action_take, "keep": self.action_keep, "edit": self.action_edit}
        actions[event.option]()

    @on(Options.Left, "#choice")
    def _left_choice(self) -> None:
        self._focus_rows()

    def action_take(self) -> None:
        """Make the row's change."""
        if self.row is not None and self.row.changes:
            self._decide(TAKEN)
        else:
            self._refuse("There is no ready change for this row; e writes one of your own.")

    def action_keep(self) -> None:
        """Leave the file as it is here."""
        if self.row is not None:
            self._decide(KEPT)

    def action_edit(self) -> None:
        """Write something else than what is proposed."""
        if self.row is None or self.upgrading is None or not edited_path(self.row):
            self._refuse("This row is about more than one value; a shows all values.")
            return
        self.query_one("#choice").display = False
        own = field_row(self.upgrading, self._row)
        self.run_worker(self._edit(own), exclusive=True)

    async def _edit(self, own: FieldRow) -> None:
        editor = self.query_one(FieldEditor)
        await editor.open(own, self.session.facts)
        self.call_after_refresh(editor.scroll_visible, animate=False)

    def _close_editor(self) -> None:
        self.query_one(FieldEditor).close()
        self.query_one("#choice").display = True

    @on(FieldEditor.Given)
    def _given(self, event: FieldEditor.Given) -> None:
        self._close_editor()
        self._decide(Decision(Proposal.EDIT, event.value))
        self._focus_rows()

    @on(FieldEditor.Left)
    def _left_editor(self) -> None:
        self._close_editor()
        self._focus_rows()

    def action_all_safe(self) -> None:
        """Take all rows that nobody has to look at."""
        decisions = take_all_safe(self.upgrading) if self.upgrading else {}
        if not decisions:
            self._refuse("There is nothing left that could be taken without a look.")
            return
        following, refused = decide_what_goes(self.session.state, decisions)
        made = len(decisions) - len(refused)
        said = f"{made} row{'s' if made != 1 else ''} taken"
        left = "".join(f" Left as it is: {why}" for why in refused.values())
        self.last_said = f"{said}. Ctrl+z takes all of it back.{left}"
        self.session.upgrade(following, f"Upgrade: {said}")

    def _decide(self, decision: Decision | None) -> None:
        assert self.row is not None
        done = _DONE[decision.choice] if decision else "open again"
        name = format_path(self.row.path) if self.row.path else self.row.what
        try:
            following = decide(self.session.state, {self._row: decision})
        except EditRefused as refusal:
            self._refuse(str(refusal))
            return
        self.last_said = f"{name}: {done}. Ctrl+z takes it back."
        self.session.upgrade(following, f"Upgrade: {name}: {done}")

    def _refuse(self, why: str) -> None:
        self.app.bell()
        self.say(f"{marks().error} {why}", "$text-error")

    # --- moving about

    def action_version(self) -> None:
        self.query_one("#version").focus()

    def action_choices(self) -> None:
        """To what can be done with the row; tab would go through the rows below."""
        if self.row is not None and not self.query_one(FieldEditor).is_open:
            self.query_one("#choice").focus()

    def action_rows(self) -> None:
        self._focus_rows()

    def action_mode(self) -> None:
        """Changes or the whole file; on a narrow screen the row, then these two."""
        pane = self.query_one(UpgradePane)
        if self.has_class("narrow") and not self.has_class("previewing"):
            self.add_class("previewing")
            self.call_after_refresh(pane.redraw)
            return
        pane.next_mode()
        self.set_class(pane.mode != "diff", "previewing")

    def action_file(self) -> None:
        self.query_one(UpgradePane).next_file()

    def action_field(self) -> None:
        """All values, at the row's key."""
        if self.row is not None and self.row.path:
            self.wizard.go_to_field(self.row.path)

    def action_back(self) -> None:
        """End what is being fetched; from the editor to the rows; to where one came from."""
        if self._fetching.cancel():
            self.say("Cancelled: nothing was fetched.")
        elif self.query_one(FieldEditor).is_open:
            self._left_editor()
        else:
            self.app.pop_screen()
