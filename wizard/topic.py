"""A topic: one production decision with its questions, its rules and what it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from shlex import quote
from typing import TYPE_CHECKING

from schema.finding import Fix, Severity
from schema.path import Path, parse_path
from wizard.condition import ALWAYS, Condition
from wizard.facts import Worded
from wizard.question import Question

if TYPE_CHECKING:
    from wizard.view import PlanView


@dataclass(frozen=True)
class Mark:
    """What a rule found: in which file (its key in the plan), where, and how to mend it."""

    member: str
    path: Path
    message: str
    fix: Fix | None = None
    severity: Severity | None = None


@dataclass(frozen=True, eq=False, repr=False)
class Rule:
    """A check over all files of a plan.

    `code` never changes once released. `explain` tells, for `--explain` and the help, why it
    matters and what to do. `question` is where a person would decide it (`topic.question`).
    """

    code: str
    severity: Severity
    title: str
    explain: str
    check: Callable[[PlanView], Iterable[Mark]]
    question: str = ""


@dataclass(frozen=True)
class Certificate:
    """What the certificate in a secret must say. `usages` are in cert-manager's words; `renewal`
    is a sentence on what happens, or has to be done, when it is renewed."""

    dns_names: tuple[str, ...] = ()
    common_name: str = ""
    usages: tuple[str, ...] = ("server auth", "client auth")
    is_ca: bool = False
    renewal: str = ""


@dataclass(frozen=True)
class HelmOption:
    """What `helm upgrade` must say each time: a value that is kept out of the file.

    `option` is --set-file or --set-string, `what` says in a few words what it takes, and `variable`
    is the shell variable that a script takes it from.
    """

    option: str
    path: str
    what: str
    variable: str

    def with_blank(self) -> str:
        """The option with a blank in angle brackets."""
        return f"{self.option} {quote(self.path)}='<{self.what}>'"

    def from_variable(self) -> str:
        return f'{self.option} {quote(self.path)}="${self.variable}"'


@dataclass(frozen=True)
class Need:
    """Something that must exist before the values are applied, such as a secret.

    `cluster` is "" for the management cluster. `keys` are the data keys of a secret, `certificate`
    what the one in it must say. `command` creates it, with placeholders in angle brackets for the
    material; it never holds material, and what comes from a file is quoted for the shell. `options`
    are for the command that applies the file.
    """

    kind: str
    name: str
    cluster: str
    namespace: str
    why: str
    keys: tuple[str, ...] = ()
    command: str = ""
    certificate: Certificate | None = None
    options: tuple[HelmOption, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class Topic:
    """`id` prefixes the ids of its questions: "safe-mode" and "behaviour" make
    "safe-mode.behaviour". `why` says in plain words what is at stake."""

    id: str
    title: str
    why: Worded
    questions: tuple[Question, ...]
    rules: tuple[Rule, ...] = ()
    needs: Callable[[PlanView], Iterable[Need]] | None = None
    asked_when: Condition = ALWAYS
    link: str = ""

    def question_id(self, question: Question) -> str:
        return f"{self.id}.{question.id}"


def mark(
    member: str,
    path: str | Path,
    message: str,
    fix: Fix | None = None,
    severity: Severity | None = None,
) -> Mark:
    return Mark(member, parse_path(path) if isinstance(path, str) else path, message, fix, severity)
