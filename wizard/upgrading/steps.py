"""The steps of an upgrade as a draft keeps them; `wizard.steps` has those of all else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from schema.version import Version
from wizard.secrecy import holds_secret
from wizard.state import State
from wizard.upgrading.deciding import Decision, begin, decide, edited_path
from wizard.upgrading.row import Proposal

if TYPE_CHECKING:
    from wizard.session import Session

Step = dict[str, Any]


def record(state: State) -> Step:
    """The version that the upgrade goes to, with all that is decided so far."""
    step: Step = {"kind": "upgrade", "version": str(state.version)}
    if state.upgrading is not None:
        step["decisions"] = [
            _decision(state, id, decision) for id, decision in state.upgrading.decisions.items()
        ]
    return step


def _decision(state: State, id: str, decision: Decision) -> Step:
    noted: Step = {"row": id, "choice": decision.choice.value}
    if decision.choice is Proposal.EDIT and state.upgrading is not None:
        path = edited_path(state.upgrading.rows[id])
        if holds_secret(path, decision.value, state.chart_schema):
            return {**noted, "secret": True}
        noted["value"] = decision.value
    return noted


def carry_out(step: Mapping[str, Any], session: Session) -> str:
    """Do it again; what was left out, "" if nothing was. Raises what `begin` and `decide` do."""
    from wizard.steps import SET_AGAIN

    version = Version.parse(step["version"])
    state = session.state
    if state.upgrading is None or state.version != version:
        state = begin(state, version)
    rows = state.upgrading.rows if state.upgrading is not None else {}
    noted = {one["row"]: one for one in step.get("decisions", ())}
    secret = [id for id, one in noted.items() if one.get("secret")]
    decisions: dict[str, Decision | None] = dict.fromkeys(rows)
    for id in rows.keys() & noted.keys() - set(secret):
        decisions[id] = Decision(Proposal(noted[id]["choice"]), noted[id].get("value"))
    session.upgrade(decide(state, decisions) if decisions else state, f"Upgrade to {version}")
    said = [f"{id}: {SET_AGAIN}" for id in secret]
    said += [f"{id}: the upgrade has no such row now" for id in noted.keys() - rows.keys()]
    return "; ".join(said)
