"""The commands of a session as a draft keeps them, and how they are carried out again.

A step is a JSON map. `kind` is the command; what it needs stands beside it. A secret is kept as the
mark `"secret": true` alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from schema.finding import Drop, Put
from schema.path import format_path, parse_path
from wizard.changes import changes_between
from wizard.explain import Comments
from wizard.question import Many, Names
from wizard.secrecy import holds_secret
from wizard.session import Entry, Session
from wizard.state import State

Step = dict[str, Any]

SET_AGAIN = "it held a secret, which is not kept; give it again"


def record(entry: Entry) -> Step:
    """What a draft keeps of an entry of the decision log: one step for each, also for nothing."""
    detail = entry.detail
    if entry.kind in ("answer", "leave"):
        return _answer(entry.after, str(detail["question"]))
    if entry.kind == "preset":
        return {"kind": "preset", "purpose": detail["purpose"]}
    if entry.kind == "version":
        return {"kind": "version", "version": str(entry.after.version)}
    if entry.kind == "comments":
        return {"kind": "comments", "comments": entry.after.comments.value}
    if entry.kind == "upgrade":
        from wizard.upgrading import steps as upgrading

        return upgrading.record(entry.after)
    return _edits(entry.before, entry.after)


def undo() -> Step:
    return {"kind": "undo"}


def reverse(entry: Entry) -> Step:
    """The step that takes back an entry that is not in the journal (it was saved before)."""
    before, after = entry.before, entry.after
    parts: list[Step] = []
    if before.version != after.version:
        parts.append({"kind": "version", "version": str(before.version)})
    if before.comments != after.comments:
        parts.append({"kind": "comments", "comments": before.comments.value})
    ids = [id for id in {**before.answers, **after.answers} if id in before.guide.asked]
    for id in ids:
        if before.answers.get(id) != after.answers.get(id):
            parts.append(_answer(before, id))
    if entry.kind in ("edit", "fix"):
        parts = [_edits(after, before)]
    elif entry.kind == "upgrade":
        parts = [*(part for part in parts if part["kind"] == "version"), _edits(after, before)]
    return parts[0] if len(parts) == 1 else {"kind": "several", "steps": parts}


def in_force(lines: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The steps that were not taken back."""
    kept: list[Mapping[str, Any]] = []
    for line in lines:
        if line.get("kind") == "undo":
            del kept[-1:]
        elif line.get("kind"):
            kept.append(line)
    return [step for step in kept if step["kind"] != "nothing"]


def is_secret(step: Mapping[str, Any]) -> bool:
    inside = [*step.get("changes", ()), *step.get("steps", ()), *step.get("decisions", ())]
    return bool(step.get("secret")) or any(is_secret(one) for one in inside)


def carry_out(step: Mapping[str, Any], session: Session) -> str:
    """Do it again; why it was left out, "" if it was not. Raises what the session's methods do."""
    kind = step["kind"]
    if step.get("secret"):
        return SET_AGAIN
    if kind == "answer":
        session.answer(step["question"], _thawed(session, step["question"], step["answer"]))
    elif kind == "leave":
        session.leave(step["question"])
    elif kind == "preset":
        session.apply_preset(step["purpose"])
    elif kind == "version":
        session.change_version(step["version"])
    elif kind == "comments":
        session.change_comments(Comments(step["comments"]))
    elif kind == "upgrade":
        from wizard.upgrading import steps as upgrading

        return upgrading.carry_out(step, session)
    elif kind == "edit":
        return _edit_again(step, session)
    elif kind == "several":
        reasons = [carry_out(part, session) for part in step["steps"]]
        return "; ".join(reason for reason in reasons if reason)
    else:
        return "a newer version of this program wrote it"
    return ""


def say(step: Mapping[str, Any], session: Session) -> str:
    """The step in a few words."""
    question = step.get("question")
    if question in session.guide.asked:
        return session.question(str(question)).ask
    paths = [str(change["path"]) for change in step.get("changes", ())]
    return ", ".join(paths) or str(step.get("purpose") or step.get("version") or step["kind"])


def _answer(state: State, id: str) -> Step:
    """The answer that a state has for a question, as a step."""
    answer = state.answers.get(id)
    if answer is None:
        return {"kind": "leave", "question": id}
    question = state.guide.asked[id].question
    if question.secret or holds_secret((id.rpartition(".")[2],), _plain(answer)):
        return {"kind": "answer", "question": id, "secret": True}
    return {"kind": "answer", "question": id, "answer": answer}


def _edits(before: State, after: State) -> Step:
    """What changed by hand, read off the files themselves."""
    edits: list[Step] = []
    for member in after.plan:
        if member.key not in before.plan:
            continue
        old, new = before.plan[member.key].document, member.document
        changes: list[Step] = []
        for change in changes_between(old.value, new.value):
            written: Step = {"path": format_path(change.path)}
            if isinstance(change, Drop):
                written["drop"] = True
            elif holds_secret(change.path, change.value, after.chart_schema):
                written["secret"] = True
            else:
                written["value"] = change.value
                comment = new.comment(change.path)
                if comment and not holds_secret((), comment):
                    written["comment"] = comment
            changes.append(written)
        if changes:
            edits.append({"kind": "edit", "member": member.key, "changes": changes})
    if len(edits) > 1:
        return {"kind": "several", "steps": edits}
    return edits[0] if edits else {"kind": "nothing"}


def _edit_again(step: Mapping[str, Any], session: Session) -> str:
    secret = [one["path"] for one in step["changes"] if one.get("secret")]
    document = session.plan[step["member"]].document
    for one in step["changes"]:
        path = parse_path(one["path"])
        if one.get("secret") or (one.get("drop") and not document.has(path)):
            continue
        change = Drop(path) if one.get("drop") else Put(path, one["value"])
        session.edit(step["member"], [change], one["path"], one.get("comment", ""))
    return f"{', '.join(secret)} {SET_AGAIN}" if secret else ""


def _thawed(session: Session, id: str, answer: Any) -> Any:
    """An answer as its question has it: JSON knows no tuples."""
    question = session.question(id)
    return tuple(answer) if isinstance(question, Many | Names) else answer


def _plain(answer: Any) -> Any:
    return list(answer) if isinstance(answer, tuple) else answer
