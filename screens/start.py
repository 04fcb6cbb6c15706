"""The first screen: what is installed, in which version, where, and into which file."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.suggester import SuggestFromList
from textual.widgets import Button, Input, Static

from screens.beginning import Beginning
from screens.theme import marks
from screens.widgets.key_line import KeyLine
from screens.widgets.options import Options
from wizard.outline import OptionRow


class StartScreen(Screen[None]):
    """Holds what was typed until the session begins; nothing here is an answer yet."""

    CSS_PATH = "start.tcss"
    AUTO_FOCUS = ""
    HELP = "Say what you install and where the values go. Everything here can be changed later."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "begin", "Begin", id="start.begin"),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, beginning: Beginning) -> None:
        super().__init__()
        self.beginning = beginning

    def compose(self) -> ComposeResult:
        start = self.beginning
        yield Static(_title(), id="title")
        with VerticalScroll(id="form", can_focus=False):
            with Horizontal(classes="row"):
                yield Static("Installing", classes="label")
                yield Options(_products(start), id="product")
            with Horizontal(classes="row"):
                yield Static("Chart version", classes="label")
                yield Input(
                    start.version,
                    id="version",
                    compact=True,
                    suggester=SuggestFromList(start.versions()),
                    select_on_focus=False,
                )
                yield Static(id="version-note")
            with Horizontal(classes="row", id="purpose-row"):
                yield Static("Purpose", classes="label")
                yield Options(_purposes(start), id="purpose")
            with Horizontal(classes="row"):
                yield Static("Management cluster", classes="label")
                yield Input(start.management, id="management", compact=True, placeholder="mgmt")
            with Horizontal(classes="row"):
                yield Static("Workload clusters", classes="label")
                yield Input(
                    ", ".join(start.workloads), id="workloads", compact=True,
                    placeholder="none, or names with commas: eu-1, us-1",
                )  # fmt: skip
            with Horizontal(classes="row"):
                yield Static("Write to", classes="label")
                yield Input(str(start.file), id="file", compact=True)
            yield Static(id="file-note", markup=False)
            with Horizontal(classes="row"):
                yield Static("", classes="label")
                yield Button("Begin", id="begin", variant="primary", flat=True, compact=True)
                yield Button("Take up the draft", id="draft", flat=True, compact=True)
        yield Static(id="status")
        yield KeyLine()

    def on_mount(self) -> None:
        self._show()
        first = "#begin" if self.beginning.exists else "#product"
        self.query_one(first).focus()

    def _show(self) -> None:
        start = self.beginning
        trouble = start.version_trouble()
        note = (
            Content.styled(f"{marks().error} {trouble}", "$text-error")
            if trouble
            else (Content.styled(start.origin(), "dim"))
        )
        self.query_one("#version-note", Static).update(note)
        self.query_one("#file-note", Static).update(Content(start.file_note()))
        self.query_one("#draft").display = start.has_draft
        self.query_one("#begin", Button).label = "Open it" if start.exists else "Begin"
        self.query_one("#purpose-row").display = not start.exists

    @on(Options.Chosen, "#product")
    def _product(self, event: Options.Chosen) -> None:
        self.beginning.product = event.option
        self.query_one("#product", Options).show_rows(_products(self.beginning))
        if event.go_on:
            self.focus_next()

    @on(Options.Chosen, "#purpose")
    def _purpose(self, event: Options.Chosen) -> None:
        self.beginning.purpose = event.option
        self.query_one("#purpose", Options).show_rows(_purposes(self.beginning))
        if event.go_on:
            self.focus_next()

    @on(Options.Left)
    def _left(self, event: Options.Left) -> None:
        self.focus_next() if event.direction > 0 else self.focus_previous()

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
                start.file = Path(event.value.strip() or "values.yaml")
        self._show()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.focus_next()

    @on(Button.Pressed, "#begin")
    def action_begin(self) -> None:
        self._begin(draft=False)

    @on(Button.Pressed, "#draft")
    def _take_up_draft(self) -> None:
        self._begin(draft=True)

    def _begin(self, draft: bool) -> None:
        trouble = self.beginning.trouble()
        if trouble:
            self.app.bell()
            self.query_one("#status", Static).update(
                Content.styled(f"{marks().error} {trouble}", "$text-error")
            )
            return
        from screens.app import WizardApp

        assert isinstance(self.app, WizardApp)
        self.app.begin(self.beginning, draft)


def _title() -> Content:
    said = "from production choices to a values file you can review"
    return Content.assemble(("Gloo values wizard", "bold"), "   ", (said, "dim"))


def _products(start: Beginning) -> list[OptionRow]:
    return [
        OptionRow("gloo-platform", "Gloo Mesh Enterprise", note="gloo-platform",
                  chosen=start.product == "gloo-platform"),
        OptionRow("gloo", "Gloo Edge", note="gloo", chosen=start.product == "gloo",
                  why_not="its guide is not part of this version yet"),
    ]  # fmt: skip


def _purposes(start: Beginning) -> list[OptionRow]:
    return [
        OptionRow("production", "production", note="safe advice; asks what production needs",
                  chosen=start.purpose == "production"),
        OptionRow("evaluation", "evaluation", note="least effort; not safe to keep",
                  chosen=start.purpose == "evaluation"),
    ]  # fmt: skip
