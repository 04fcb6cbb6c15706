"""Review: what is about to be built, what is wrong with it, what must exist first."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from schema.finding import Finding, Severity
from screens.base import WizardScreen
from screens.beside import COMPANIONS
from screens.theme import marks
from screens.widgets.key_line import KeyLine
from screens.widgets.pick_list import Pick, PickList
from screens.widgets.told import Told
from screens.widgets.top_bar import TopBar
from wizard.document import EditRefused
from wizard.mending import apply_all, apply_fix
from wizard.picture import picture
from wizard.session import Session
from wizard.topic import Need

_STYLES = {"error": "$text-error", "warning": "$text-warning", "note": "dim"}
_RUNBOOK = "runbook"


class ReviewScreen(WizardScreen):
    """Findings lead to their question; a fix is one key."""

    CSS_PATH = "review.tcss"
    HELP = "Look the plan over: findings, the files to be written, what must exist beforehand."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b,escape", "back", "Back", key_display="b", id="review.back"),
        Binding("F", "fix_all", "Fix all", key_display="F", id="review.fix_all"),
    ]

    def compose(self) -> ComposeResult:
        yield TopBar(id="top")
        with Horizontal(id="columns"):
            with VerticalScroll(id="left", can_focus=False):
                yield Static(id="findings-heading", classes="heading")
                yield PickList("Nothing to find fault with.", fixes=True, id="findings")
                yield Static("Files", classes="heading")
                yield PickList("No file.", id="files")
            with VerticalScroll(id="right", can_focus=False):
                yield Static("What you are about to build", classes="heading")
                yield Static(id="picture", markup=False)
                yield Static("Before you apply", classes="heading")
                yield PickList("Nothing has to exist beforehand.", id="needs")
        yield Told(id="status")
        yield KeyLine()

    def on_mount(self) -> None:
        super().on_mount()
        self._fold()
        self.session_changed()
        self.query_one("#findings").focus()

    def on_resize(self) -> None:
        self._fold()

    def _fold(self) -> None:
        self.set_class(self.app.size.width < 100, "narrow")

    def session_changed(self) -> None:
        session = self.session
        self.query_one(TopBar).show(session, self.app.size.width >= 100)
        findings = session.findings()
        self.query_one("#findings-heading", Static).update(_heading(findings))
        several = len(session.plan.members) > 1
        self.query_one("#findings", PickList).show(
            [_finding(finding, number, several) for number, finding in enumerate(findings)]
        )
        files = [_file(session, member.key) for member in session.plan]
        self.query_one("#files", PickList).show([*files, self.wizard.beside.pick()])
        self.query_one("#picture", Static).update(Content("\n".join(picture(session))))
        needs = [_need(need, number) for number, need in enumerate(session.needs(), 1)]
        whole = Pick(_RUNBOOK, "»", "$primary", "All commands, in order", "enter: the runbook")
        self.query_one("#needs", PickList).show([*needs, whole])
        self._say_where()

    def _say_where(self) -> None:
        fixes = sum(finding.fix is not None for finding in self.session.findings())
        if self.last_said:
            self.say(self.last_said)
        elif fixes:
            self.say(f"{fixes} can be mended at once: x the one under the cursor, F all.", "dim")
        else:
            self.say("enter goes to where a finding is decided; ctrl+s saves.", "dim")

    # --- findings

    @on(PickList.Picked, "#findings")
    def _finding_picked(self, event: PickList.Picked) -> None:
        finding = self.session.findings()[int(event.pick)]
        if event.fix:
            self._fix(finding)
        else:
            self.wizard.go_to(finding)

    def _fix(self, finding: Finding) -> None:
        if finding.fix is None:
            self.app.bell()
            self.say("There is no ready fix for this one; enter goes to where it is decided.")
            return
        try:
            apply_fix(self.session, finding)
        except EditRefused as refusal:
            self.say(f"{marks().error} {refusal}", "$text-error")
            return
        self.last_said = f"Done: {finding.fix.title}. Ctrl+z takes it back."
        self.say(self.last_said)

    def action_fix_all(self) -> None:
        """Mend what can be mended."""
        done = apply_all(self.session)
        number = f"{len(done)} thing{'s' if len(done) != 1 else ''}"
        self.last_said = (
            f"Mended {number}: {'; '.join(done)}. Ctrl+z takes them back one by one."
            if done
            else "There is nothing that could be mended at once."
        )
        self.session_changed()

    # --- files and what must exist

    @on(PickList.Picked, "#files")
    def _file_picked(self, event: PickList.Picked) -> None:
        if event.pick == COMPANIONS:
            self.wizard.beside.wanted = not self.wizard.beside.wanted
            self.session_changed()
            return
        self.wizard.show_file(event.pick)

    @on(PickList.Picked, "#needs")
    def _need_picked(self, event: PickList.Picked) -> None:
        if event.pick == _RUNBOOK:
            from wizard.runbook import build
            from wizard.runbook.markdown import as_markdown

            self.wizard.show_text("Runbook", as_markdown(build(self.session)))
            return
        need = self.session.needs()[int(event.pick) - 1]
        self.wizard.show_text(f"{need.kind} {need.name}", _need_in_full(need))

    def action_back(self) -> None:
        self.app.pop_screen()


def _heading(findings: list[Finding]) -> Content:
    severities = [finding.severity for finding in findings]
    counted = [
        Content.styled(f"{number} {word}{'s' if number > 1 else ''}", _STYLES[severity.value])
        for severity, word in (
            (Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.NOTE, "note"),
        )
        if (number := severities.count(severity))
    ]  # fmt: skip
    return Content.assemble("Findings   ", Content(" · ").join(counted))


def _finding(finding: Finding, number: int, several: bool) -> Pick:
    place = f"line {finding.line}  " if finding.line else ""
    if several and finding.file:
        name = finding.file.rsplit("/", 1)[-1]
        place = f"{name}:{finding.line}  " if finding.line else f"{name}  "
    act = "enter: go to the question" if finding.question else "enter: go to the field"
    if finding.fix:
        act += f" · x: {finding.fix.title}"
    severity = finding.severity.value
    sign = {"error": marks().error, "warning": marks().warning, "note": marks().untouched}[severity]
    return Pick(str(number), sign, _STYLES[severity], finding.message, act, place)


def _file(session: Session, key: str) -> Pick:
    member = session.plan[key]
    diff = session.diff(key)
    lines = member.document.text.count("\n")
    state = "new" if member.saved is None else ("changed" if member.changed else "unchanged")
    counts = f"  +{diff.added} −{diff.removed}" if member.changed else ""
    text = f"{member.file.name}  {state}, {lines} lines{counts}"
    sign = marks().changed if member.changed else marks().untouched
    return Pick(key, sign, "$text-success" if member.changed else "", text, "enter: look at it")


def _need(need: Need, number: int) -> Pick:
    where = f" in {need.cluster}" if need.cluster else ""
    text = f"{need.kind} {need.name}{where}: {need.why}"
    return Pick(str(number), str(number), "bold", text, "enter: the command")


def _need_in_full(need: Need) -> str:
    keys = f"\nkeys: {', '.join(need.keys)}" if need.keys else ""
    where = f"cluster {need.cluster or 'management'}, namespace {need.namespace}"
    return f"{need.why}\n\n{where}{keys}\n\n{need.command}"
