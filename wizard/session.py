"""The one mutable thing: a plan being edited, with its history.

Screens, the plain front end and the commands all talk to a session. It holds the present state and
the ones before it; every change goes through `_commit`, which is what undo, redo, the draft and the
decision log rest on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from schema.finding import Change, Finding, Fix
from schema.path import Path, format_path
from schema.version import Version
from wizard import answering
from wizard.checks import findings as all_findings
from wizard.document import Document, EditRefused
from wizard.explain import Comments
from wizard.facts import Facts
from wizard.guide import Asked, Guide
from wizard.masking import masked, sensitive_paths
from wizard.needs import needs_of
from wizard.plan import Plan
from wizard.question import Question, Rows
from wizard.recognise import with_claims
from wizard.state import State
from wizard.topic import Need
from wizard.tree import same
from wizard.view import PlanView

if TYPE_CHECKING:
    from wizard.diff import Diff
    from wizard.presets import Advice


@dataclass(frozen=True, eq=False, repr=False)
class Entry:
    """One line of the decision log: what was done, and the states around it.

    `kind` is "answer", "leave", "edit", "fix", "version", "upgrade", "comments" or "preset"; `what`
    says it in words without any value that may be secret.
    """

    kind: str
    what: str
    before: State
    after: State
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False, repr=False)
class Preview:
    """What an answer would change: the files it would lead to, by key (only those it touches), or
    why it cannot be given."""

    documents: Mapping[str, Document]
    trouble: str = ""


class Session:
    """See the module. All methods that change raise `WrongAnswer` or `EditRefused` and then leave
    the session as it was."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._history: list[Entry] = []
        self._undone: list[Entry] = []
        self._listeners: list[Callable[[], None]] = []
        self._findings: tuple[State, list[Finding]] | None = None
        self._considered: tuple[State, str, Any, State] | None = None

    # --- what is

    @property
    def state(self) -> State:
        return self._state

    @property
    def guide(self) -> Guide:
        return self._state.guide

    @property
    def plan(self) -> Plan:
        return self._state.plan

    @property
    def facts(self) -> Facts:
        return self._state.settled.facts

    @property
    def log(self) -> tuple[Entry, ...]:
        return tuple(self._history)

    @property
    def changed(self) -> bool:
        """Whether any file differs from what is on disk."""
        return any(member.changed for member in self.plan)

    def question(self, id: str) -> Question:
        return self.guide.asked[id].question

    def answer_of(self, id: str) -> Any:
        """The answer in force, None if it is left to the chart, parked or custom."""
        return self.facts.answer(id)

    def is_custom(self, id: str) -> bool:
        return id in self._state.custom

    def why_hidden(self, id: str) -> str:
        """Why the question is not asked at present; "" if it is."""
        return self._state.settled.hidden.get(id, "")

    def visible(self) -> list[Asked]:
        return [asked for asked in self.guide.asked.values() if not self.why_hidden(asked.id)]

    def findings(self) -> list[Finding]:
        """Schema, reading and topic findings over all files, the worst first."""
        if self._findings is None or self._findings[0] is not self._state:
            self._findings = (self._state, all_findings(self._state))
        return self._findings[1]

    def needs(self) -> list[Need]:
        """What must exist before the files are applied."""
        return needs_of(self._state)

    def view(self) -> PlanView:
        return self._state.view

    def diff(self, key: str) -> Diff:
        """What would be written to this file, against what is on disk."""
        member = self.plan[key]
        return self.compare(member.base, member.document)

    def preview(self, id: str, answer: Any) -> Preview:
        """What answering so would change, against the present state."""
        try:
            following = self._answered(id, answer)
        except (answering.WrongAnswer, EditRefused) as refusal:
            return Preview({}, str(refusal))
        touched = {
            member.key: member.document
            for member in following.plan
            if member.key not in self.plan
            or member.document.text != self.plan[member.key].document.text
        }
        return Preview(touched)

    def compare(self, before: Document, after: Document, context: int = 3) -> Diff:
        """The diff of two documents, secrets masked."""
        from wizard.diff import diff

        shown = (self.masked(before), self.masked(after))
        return diff(before.text, after.text, context, shown)

    def secret_paths(self) -> tuple[Path, ...]:
        """The paths of the chart whose values are never shown."""
        return sensitive_paths(self._state.chart_schema)

    def masked(self, document: Document) -> str:
        """The text with the values of sensitive fields hidden."""
        return masked(document, self._state.chart_schema)

    def paths_of(self, id: str) -> dict[str, list[Path]]:
        """For each file, the paths that the question may write and that stand in it."""
        asked = self.guide.asked[id]
        found: dict[str, list[Path]] = {}
        for view in with_claims(self.guide, asked, self._state.scopes):
            document = self.plan[view.key].document
            found[view.key] = [p for p in asked.question.owned(view) if document.has(p)]
        return found

    def files_of(self, id: str) -> list[str]:
        """The files that an answer to the question could write a value into."""
        question = self.question(id)
        kinds = {one.on for one in question.forms()}
        if isinstance(question, Rows):
            kinds.add(question.on)
        scopes = self._state.scopes
        return [scope.key for scope in scopes if any(scope.concerns(kind) for kind in kinds)]

    # --- what changes

    def answer(self, id: str, answer: Any) -> None:
        """Answer a question."""
        said = self.question(id).say(answer, self.facts)
        self._commit(
            "answer",
            f"{self.question(id).ask} {said}",
            self._answered(id, answer),
            {"question": id, "answer": None if self.question(id).secret else answer},
        )

    def leave(self, id: str) -> None:
        """Leave a question to the chart."""
        following = self._answered(id, None)
        self._commit(
            "leave", f"{self.question(id).ask} Left to the chart.", following, {"question": id}
        )

    def advice(self, purpose: str) -> Advice:
        """What a preset would do. Raises as the methods that change do."""
        from wizard import presets

        preset = self.guide.preset(purpose)
        if preset is None:
            raise answering.WrongAnswer(f"there is no preset called {purpose}")
        return presets.advice(self._state, preset)

    def apply_preset(self, purpose: str) -> Advice:
        """Give a preset's answers to the questions that are untouched; says what came of it."""
        given = self.advice(purpose)
        what = f"Recommended answers for {purpose}"
        self._commit("preset", what, given.following, {"purpose": purpose})
        return given

    def edit(self, key: str, changes: Iterable[Change], what: str, comment: str = "") -> None:
        """Change paths of one file by hand, as All values and fixes do."""
        listed = list(changes)
        comments = {change.path: comment for change in listed[:1]} if comment else {}
        following = answering.edit(self._state, key, listed, comments)
        paths = [format_path(change.path) for change in listed]
        self._commit("edit", what, following, {"member": key, "paths": paths})

    def apply_fix(self, key: str, fix: Fix) -> None:
        self._commit(
            "fix", fix.title, answering.edit(self._state, key, fix.changes, {}), {"member": key}
        )

    def change_version(self, version: str) -> None:
        """Take the same answers to another chart version. Raises ValueError for a wrong version."""
        following = answering.change_version(self._state, Version.parse(version))
        self._commit("version", f"Chart version {version}", following, {"version": version})

    def upgrade(self, following: State, what: str) -> None:
        """Take a step of an upgrade, as `wizard.upgrading.deciding` worked it out."""
        self._commit("upgrade", what, following)

    def change_comments(self, comments: Comments) -> None:
        """How much is written into the files from now on."""
        following = answering.change_comments(self._state, comments)
        self._commit("comments", f"Comments: {comments.value}", following)

    def undo(self) -> Entry | None:
        """Take back the last change; returns what it was."""
        if not self._history:
            return None
        entry = self._history.pop()
        self._undone.append(entry)
        self._become(entry.before)
        return entry

    def redo(self) -> Entry | None:
        if not self._undone:
            return None
        entry = self._undone.pop()
        self._history.append(entry)
        self._become(entry.after)
        return entry

    def saved(self, written: Mapping[str, Document]) -> None:
        """The files with these keys are on disk now; nothing to undo is lost."""
        self._state = _as_saved(self._state, written)
        for index, entry in enumerate(self._history):
            before, after = _as_saved(entry.before, written), _as_saved(entry.after, written)
            self._history[index] = replace(entry, before=before, after=after)
        self._announce()

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after each change; the returned function ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _answered(self, id: str, answer: Any) -> State:
        """What answering so leads to. An answer is mostly looked at before it is given, so the last
        one is kept."""
        last = self._considered
        if last is None or last[0] is not self._state or last[1] != id or not same(last[2], answer):
            following = answering.give(self._state, {id: answer})
            last = self._considered = (self._state, id, deepcopy(answer), following)
        return last[3]

    def _commit(
        self, kind: str, what: str, following: State, detail: Mapping[str, Any] | None = None
    ) -> None:
        self._history.append(Entry(kind, what, self._state, following, detail or {}))
        self._undone.clear()
        self._become(following)

    def _become(self, state: State) -> None:
        self._state = state
        self._announce()

    def _announce(self) -> None:
        for listener in list(self._listeners):
            listener()


def _as_saved(state: State, written: Mapping[str, Document]) -> State:
    plan = state.plan
    for key, document in written.items():
        if key in plan:
            plan = plan.with_member(replace(plan[key], saved=document))
    return replace(state, plan=plan)
