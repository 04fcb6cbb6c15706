"""Answers as a YAML file: which chart and version, and an answer for each question by its id.

    chart: gloo-platform
    version: "2.4.16"
    answers:
      deployment.model: dedicated
      deployment.workloads:
        - eu-1

Files without a management plane say so: `plane: workload` (or add-ons), and `clusters` names them.
Written from a session; read into a state that has nothing but these answers. Secrets are never
written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path as FilePath
from typing import Any

from schema.version import Version
from wizard import answering
from wizard.document import Document
from wizard.guide import Asked, Guide
from wizard.opening import new
from wizard.plan import MANAGEMENT, Member, Plan, workload_file, workload_key
from wizard.question import Choice, Many, Names, Question, Rows
from wizard.render import Style, entries
from wizard.secrecy import holds_secret
from wizard.session import Session
from wizard.sets import Role
from wizard.state import State
from wizard.well_known import PURPOSE

KEYS = ("chart", "version", "plane", "clusters", "preset", "answers")
_TEXTS = ("chart", "version", "plane", "preset")


@dataclass(frozen=True)
class Trouble:
    """What is wrong in an answers file, where (0: nowhere in particular), and what is possible."""

    line: int
    column: int
    text: str


class WrongAnswers(ValueError):
    """An answers file that cannot be followed."""

    def __init__(self, troubles: list[Trouble]) -> None:
        self.troubles = troubles
        super().__init__("; ".join(trouble.text for trouble in troubles))


@dataclass(frozen=True)
class Answers:
    """A file's content; `answers` by question, in the forms that the questions have."""

    chart: str
    version: str
    plane: str
    preset: str
    clusters: tuple[str, ...]
    answers: Mapping[str, Any]
    document: Document

    def trouble(self, text: str, *path: str) -> Trouble:
        """Something that is wrong at a place of the file."""
        return Trouble(*self.document.locate(path), text)


def write_answers(session: Session) -> tuple[str, list[str]]:
    """The file's text, and a sentence for each question that it cannot carry."""
    answers: dict[str, Any] = {}
    left_out: list[str] = []
    for asked in session.visible():
        answer = session.answer_of(asked.id)
        if session.is_custom(asked.id):
            left_out.append(f"{asked.id}: the file says something that is none of the answers")
        elif answer is None:
            continue
        elif is_secret(asked, answer):
            left_out.append(f"{asked.id}: it is a secret")
        else:
            answers[asked.id] = list(answer) if isinstance(answer, tuple) else answer
    head: dict[str, Any] = {"chart": session.guide.chart, "version": str(session.state.version)}
    if MANAGEMENT not in session.plan:
        head["plane"] = session.plan.first.role.value
        head["clusters"] = [member.cluster for member in session.plan if member.cluster]
    lines = entries({**head, "answers": answers}, 0, Style(), None)
    lines += [f"# not written here: {reason}" for reason in left_out]
    return "\n".join(lines) + "\n", left_out


def is_secret(asked: Asked, answer: Any) -> bool:
    """Whether an answer must not be written anywhere but into the values."""
    plain = list(answer) if isinstance(answer, tuple) else answer
    return asked.question.secret or holds_secret((asked.question.id,), plain)


def read_answers(document: Document) -> Answers:
    """Read a file. Raises WrongAnswers for one that is not of this form."""
    found = document.value
    troubles = [
        Trouble(*document.locate((key,)), f"{key!r} is not known here; {_one_of(KEYS)}")
        for key in found
        if key not in KEYS
    ]
    answers = found.get("answers") or {}
    if not isinstance(answers, dict):
        text = "answers is a map of question ids and answers"
        troubles.append(Trouble(*document.locate(("answers",)), text))
    for key in _TEXTS:
        if not isinstance(found.get(key, ""), str):
            text = f"{key} is a text; put it in quotes"
            troubles.append(Trouble(*document.locate((key,)), text))
    clusters = found.get("clusters") or []
    if not isinstance(clusters, list) or not all(isinstance(name, str) for name in clusters):
        text = "clusters is a list of names"
        troubles.append(Trouble(*document.locate(("clusters",)), text))
    if found.get("plane", "") not in ("", *Role):
        text = f"plane: {_one_of(list(Role))}"
        troubles.append(Trouble(*document.locate(("plane",)), text))
    if troubles or not isinstance(answers, dict) or not isinstance(clusters, list):
        raise WrongAnswers(troubles)
    head = {key: str(found.get(key, "")) for key in _TEXTS}
    names = tuple(str(name) for name in clusters)
    return Answers(**head, clusters=names, answers=answers, document=document)


def empty_state(given: Answers, guide: Guide, file: FilePath, version: str, helm: int) -> State:
    """A state with the empty files that the answers are for. Raises ValueError for no version.

    The main file is `file`; those of several clusters without one stand beside it.
    """
    role = Role(given.plane or Role.MANAGEMENT)
    if role is Role.MANAGEMENT:
        return new(guide, file, version, helm).state
    blank = Document.parse("", helm)
    clusters = given.clusters or ("",)
    members: dict[str, Member] = {}
    for cluster in clusters:
        key = workload_key(cluster) if role is Role.WORKLOAD else role.value
        own = file if len(clusters) == 1 else workload_file(file, cluster)
        members[key] = Member(key, role, cluster, own, blank)
    return State(guide, Version.parse(version or guide.default_version), Plan(members))


def follow(given: Answers, empty: State, recommended: bool) -> State:
    """The state that the answers lead to from an empty one. Raises WrongAnswers, EditRefused.

    `recommended`: questions without an answer take the one advised for the purpose, if any is.
    """
    guide = empty.guide
    troubles = [trouble for id in given.answers for trouble in _unknown(given, guide, id)]
    answers = {
        id: _thawed(guide.asked[id].question, given.answers[id])
        for id in guide.asked
        if given.answers.get(id) is not None
    }
    for id, answer in answers.items():
        reason = wrong(guide.asked[id], answer, empty)
        if reason:
            troubles.append(given.trouble(f"{id}: {reason}", "answers", id))
    if troubles:
        raise WrongAnswers(troubles)
    state = empty
    for id, answer in answers.items():  # one by one, as a person would: so the bytes are the same
        state = answering.give(state, {id: answer})
    state = _with_preset(given, state)
    troubles = [trouble for id in answers for trouble in _contradicted(given, state, id)]
    if troubles:
        raise WrongAnswers(troubles)
    return _with_recommended(state) if recommended else state


def wrong(asked: Asked, answer: Any, state: State) -> str:
    """What is wrong with an answer, and what is possible; "" if it will do."""
    question, facts = asked.question, state.settled.facts
    if isinstance(question, Choice):
        offered = [option.id for option in question.offered(facts)]
        chosen = answer if isinstance(question, Many) else (answer,)
        if not isinstance(chosen, tuple | list):
            return f"a list is expected, of {', '.join(offered)}"
        strange = [str(one) for one in chosen if one not in offered]
        if strange:
            later = any(question.option(one) for one in strange)
            in_version = f" in {facts.version}" if later else ""
            return f"{', '.join(strange)} is not possible{in_version}; {_one_of(offered)}"
        return ""
    if isinstance(question, Names) and not isinstance(answer, tuple):
        return "a list of names is expected"
    if isinstance(question, Rows) and not isinstance(answer, dict):
        return "a map is expected"
    return question.trouble(answer, facts)


def _unknown(given: Answers, guide: Guide, id: str) -> Iterator[Trouble]:
    if id in guide.asked:
        return
    near = get_close_matches(id, guide.asked, 3, 0.6)
    topic = id.partition(".")[0]
    siblings = [one for one in guide.asked if one.startswith(f"{topic}.")]
    if near:
        possible = f"perhaps {' or '.join(near)}"
    elif siblings:
        possible = f"its topic has {', '.join(siblings)}"
    else:
        possible = f"the topics are {', '.join(topic.id for topic in guide.topics)}"
    yield given.trouble(f"there is no question {id}; {possible}", "answers", id)


def _contradicted(given: Answers, state: State, id: str) -> Iterator[Trouble]:
    """An answer that the others, or the version, leave no place for."""
    reason = state.settled.hidden.get(id, "")
    if reason:
        yield given.trouble(f"{id} is not asked: {reason}", "answers", id)
        return
    question, facts = state.guide.asked[id].question, state.settled.facts
    if isinstance(question, Choice):
        answer: Any = state.answers.get(id)
        for one in answer if isinstance(question, Many) else (answer,):
            option = question.option(one)
            if option is not None and not option.available_when.holds(facts):
                reason = option.available_when.why_not(facts)
                yield given.trouble(f"{id}: {one} cannot be chosen: {reason}", "answers", id)


def _with_preset(given: Answers, state: State) -> State:
    if not given.preset:
        return state
    if state.guide.preset(given.preset) is None:
        possible = [preset.purpose for preset in state.guide.presets]
        text = f"there is no preset {given.preset}; {_one_of(possible)}"
        raise WrongAnswers([given.trouble(text, "preset")])
    session = Session(state)
    session.apply_preset(given.preset)
    return session.state


def _with_recommended(state: State) -> State:
    """Answer what is asked and advised, until no answer brings up another such question."""
    while True:
        advised = dict(_advised(state))
        if not advised:
            return state
        state = answering.give(state, advised)


def _advised(state: State) -> Iterator[tuple[str, Any]]:
    facts = state.settled.facts
    purpose = str(facts.effective(PURPOSE) or "production")
    for asked in state.guide.asked.values():
        question = asked.question
        if not isinstance(question, Choice) or isinstance(question, Many):
            continue
        if asked.id in state.answers or asked.id in state.settled.hidden:
            continue
        for option in question.offered(facts):
            if purpose in option.recommended and option.available_when.holds(facts):
                yield asked.id, option.id
                break


def _thawed(question: Question, answer: Any) -> Any:
    """A list of YAML as the question has it."""
    if isinstance(question, Many | Names) and isinstance(answer, list):
        return tuple(answer)
    return answer


def _one_of(possible: Any) -> str:
    return f"possible: {', '.join(possible) or 'nothing'}"
