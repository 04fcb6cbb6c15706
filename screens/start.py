"""The first screen: what is installed, in which version, where, and into which file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Input, Static

from screens.fetching import Fetching
from screens.start_words import products, purposes, title, what_comes_of_it
from screens.theme import marks
from screens.widgets.key_line import KeyLine
from screens.widgets.options import Options
from screens.widgets.told import Told
from screens.widgets.version_line import VersionChips, VersionLine
from wizard.beginning import Beginning
from wizard.explain import first_sentence

if TYPE_CHECKING:
    from schema.source import Fetched
    from screens.app import WizardApp

_NAMES = "none, or names with commas: eu-1, us-1"


class StartScreen(Screen[None]):
    """Holds what was typed until the session begins; nothing here is an answer yet."""

    CSS_PATH = "start.tcss"
    AUTO_FOCUS = ""
    HELP = "Say what you install and where the values go. Everything here can be changed later."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "begin", "Begin", id="start.begin"),
        Binding("u,f5", "upgrade", "Upgrade", id="start.upgrade"),
        Binding("ctrl+f", "fetch", "Fetch the schema", id="start.fetch"),
        Binding("escape", "cancel_fetch", "Cancel", id="start.cancel_fetch"),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, beginning: Beginning) -> None:
        super().__init__()
        self.beginning = beginning
        self._told_version_once = False
        self._fetching = Fetching(self, self._say, self._not_fetched, self._fetched)

    @property
    def wizard(self) -> WizardApp:
        return cast("WizardApp", self.app)

    def compose(self) -> ComposeResult:
        start = self.beginning
        yield Static(title(), id="title")
        with VerticalScroll(id="form", can_focus=False):
            yield _row("Installing", Options(products(start), id="product"))
            version = VersionLine(start.version, start.versions(), id="version")
            yield _row("Chart version", version, VersionChips(start.newest(), id="chips"))
            yield Told(id="version-note", classes="note")
            yield _row("Purpose", Options(purposes(start), id="purpose"), id="purpose-row")
            yield _row("Management cluster", _line(start.management, "management", "mgmt"))
            yield _row("Workload clusters", _line(", ".join(start.workloads), "workloads", _NAMES))
            yield _row("Write to", _line(str(start.file), "file", "values.yaml"))
            yield Told(id="file-note", classes="note")
            yield Told(id="draft-note", classes="note")
            yield _row(
                "",
                Button("Begin", id="begin", variant="primary", compact=True),
                Button("Recommended answers …", id="advice", compact=True),
                Button("Take up draft", id="draft", compact=True),
                Button("Upgrade …", id="upgrade", compact=True),
            )
        yield Told(id="status")
        yield KeyLine()

    def on_mount(self) -> None:
        self._fold()
        self._show()
        if self.beginning.draft_note():
            first = "#draft"
        else:
            first = "#begin" if self.beginning.exists else "#product"
        self.query_one(first).focus()

    def on_resize(self) -> None:
        self._fold()
        self.call_after_refresh(self._show_version_note)

    def _fold(self) -> None:
        self.set_class(self.app.size.height < 30, "low")

    def on_descendant_focus(self) -> None:
        if isinstance(self.focused, Button):
            self._say(what_comes_of_it(self.beginning, self.focused))

    def _show(self) -> None:
        start = self.beginning
        self._show_version_note()
        self.query_one("#file-note", Told).tell(start.file_note())
        kept = start.draft_note()
        self.query_one("#draft-note", Told).tell(Content.styled(kept, "$text-warning"), hide=True)
        self.query_one("#draft-note").display = bool(kept)
        self.query_one("#draft").display = bool(kept)
        self.query_one("#upgrade").display = start.exists
        self.refresh_bindings()
        self.query_one("#begin", Button).label = "Open it" if start.exists else "Begin"
        self.query_one("#advice").display = not start.exists and bool(start.guide.presets)
        for selector in ("#purpose", "#management", "#workloads"):
            self.query_one(selector).disabled = start.exists
        self.query_one("#purpose-row").display = not start.exists
        self._say(what_comes_of_it(start, self.focused))

    def _show_version_note(self) -> None:
        """Where the schema comes from: all of it if it fits, else its first sentence."""
        note = self.query_one("#version-note", Told)
        trouble = self.beginning.version_trouble()
        if trouble:
            note.tell(Content.styled(f"{marks().error} {trouble}", "$text-error"))
            return
        origin = self.beginning.origin()
        room = note.content_size
        if room.width and Content(origin).get_height({}, room.width) > room.height:
            origin = first_sentence(origin)
        note.tell(Content.styled(origin, "dim"))

    def _say(self, text: str, style: str = "dim") -> None:
        self.query_one("#status", Told).tell(Content.styled(text, style))

    # --- what was typed and picked

    @on(Options.Chosen, "#product")
    def _product(self, event: Options.Chosen) -> None:
        start = self.beginning
        start.choose_product(event.option)
        self._show_product()
        self._show()
        if event.go_on:
            self.focus_next()

    def _show_product(self) -> None:
        start = self.beginning
        self.query_one("#product", Options).show_rows(products(start))
        line = self.query_one("#version", VersionLine)
        line.offer(start.versions())
        line.value = start.version
        self.query_one(VersionChips).show(start.newest())

    @on(Options.Chosen, "#purpose")
    def _purpose(self, event: Options.Chosen) -> None:
        self.beginning.purpose = event.option
        self.query_one("#purpose", Options).show_rows(purposes(self.beginning))
        if event.go_on:
            self.focus_next()

    @on(Options.Left)
    def _left(self, event: Options.Left) -> None:
        self.focus_next() if event.direction > 0 else self.focus_previous()

    @on(VersionChips.Picked)
    def _picked_version(self, event: VersionChips.Picked) -> None:
        self.query_one("#version", VersionLine).value = event.version

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        start = self.beginning
        match event.input.id:
            case "version":
                start.version = event.value.strip()
            case "management":
                start.management = event.value.strip()
            case "workloads":
                start.workloads = tuple(event.value.replace(",", " ").split())
            case "file":
                start.choose_file(Path(event.value.strip() or "values.yaml"))
                if start.exists:
                    self._show_product()
                    self.query_one("#management", Input).value = start.management
                    self.query_one("#workloads", Input).value = ", ".join(start.workloads)
        self._show()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.focus_next()

    # --- the chart's own schema

    def action_fetch(self) -> None:
        """Fetch it from the chart's repository: the only thing here that uses the network."""
        start = self.beginning
        source = start.fetched_from
        if source is None:
            self.app.bell()
            self._say("No repository is known for this chart; --repo names one.", "$text-warning")
        elif self.wizard.offline:
            self._say("This was begun with --offline: nothing is fetched.", "$text-warning")
        else:
            self._say(f"Fetching {start.product} {start.version} … Escape cancels.", "")
            self._fetching.begin(source, start.version)
            self.refresh_bindings()

    def action_cancel_fetch(self) -> None:
        """Give up what is being fetched."""
        self._fetching.cancel()
        self._say("Cancelled: nothing was fetched.", "")
        self.refresh_bindings()

    def _not_fetched(self, why: str) -> None:
        self.app.bell()
        self._say(f"{marks().error} {why}", "$text-error")
        self.refresh_bindings()

    def _fetched(self, fetched: Fetched) -> None:
        start = self.beginning
        start.take(fetched)
        line = self.query_one("#version", VersionLine)
        line.offer(start.versions())
        line.value = start.version
        self.query_one(VersionChips).show(start.newest())
        self._show()
        number = len(fetched.versions)
        more = f" {number} versions are there; the arrow keys go through them." if number else ""
        self._say(f"Fetched: {start.origin()}.{more}", "$text-success")

    # --- beginning

    @on(Button.Pressed, "#begin")
    def action_begin(self) -> None:
        if self._is_ready():
            self.wizard.begin(self.beginning)

    @on(Button.Pressed, "#draft")
    def _take_up_draft(self) -> None:
        if self._is_ready():
            self.wizard.begin(self.beginning, draft=True)

    @on(Button.Pressed, "#advice")
    def _begin_with_advice(self) -> None:
        if self._is_ready():
            self.wizard.begin(self.beginning)
            self.wizard.action_preset(self.beginning.purpose)

    @on(Button.Pressed, "#upgrade")
    def action_upgrade(self) -> None:
        """Open the file and carry it to another version."""
        if not self._told_version_once and not self.beginning.told:
            self._told_version_once = True
            self.query_one("#version").focus()
            self._say("The file does not say which version it is for: set it here, then upgrade.")
        elif self._is_ready():
            self.wizard.begin(self.beginning)
            self.wizard.action_upgrade()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a file that exists can be upgraded, and only what is under way cancelled."""
        if action == "upgrade":
            return self.beginning.exists
        if action == "cancel_fetch":
            return self._fetching.under_way
        return super().check_action(action, parameters)

    def _is_ready(self) -> bool:
        trouble = self.beginning.trouble()
        if trouble:
            self.app.bell()
            self._say(f"{marks().error} {trouble}", "$text-error")
        return not trouble

    def on_key(self, event: events.Key) -> None:
        if event.key in ("left", "right") and isinstance(self.focused, Button):
            self.focus_next("Button") if event.key == "right" else self.focus_previous("Button")


def _row(label: str, *widgets: Static | Input | Options | Button, id: str = "") -> Horizontal:
    return Horizontal(Static(label, classes="label"), *widgets, classes="row", id=id or None)


def _line(value: str, id: str, placeholder: str) -> Input:
    return Input(value, id=id, compact=True, placeholder=placeholder, select_on_focus=False)
