"""Questions that work both ways: an answer becomes paths and values, and a file becomes answers.

A question never holds an answer. It says what an answer sets (`targets`), which paths are its own
(`owned`), and which answer a file embodies (`read`). Two more states belong to every question:
UNTOUCHED, nothing is set and the chart decides, and CUSTOM, the file says something that no answer
explains; it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar, Final

from schema.path import Path
from schema.version import Since
from wizard.condition import ALWAYS, Condition
from wizard.facts import Facts, Worded
from wizard.sets import On, Scope, Sets, Target, owned, present, targets
from wizard.tree import MISSING, match, plant, same


class _State:
    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name


UNTOUCHED: Final = _State("UNTOUCHED")
CUSTOM: Final = _State("CUSTOM")


@dataclass(frozen=True, kw_only=True)
class Question:
    """What all kinds share.

    `ask` is the question itself, `why` one or two sentences on what hangs on it, `comment` what is
    written above the key, `left` what happens when it is left to the chart, `sure` how certain the
    facts are where they are not. `purposes` for which leaving it to the chart is recommended.
    `advanced` questions wait behind a key. Questions with the same `group` stand together.
    """

    kind: ClassVar[str] = "question"

    id: str
    ask: str
    why: Worded = ""
    comment: Worded = ""
    left: Worded = "Leave it to the chart"
    leave_for: tuple[str, ...] = ()
    sure: Worded = ""
    link: str = ""
    asked_when: Condition = ALWAYS
    since: Since = ""
    until: str = ""
    group: str = ""
    advanced: bool = False
    required: bool = False
    secret: bool = False
    sets: tuple[Sets, ...] = ()

    def forms(self) -> tuple[Sets, ...]:
        """Every `Sets` that any answer may use."""
        return self.sets

    def targets(self, answer: Any, scope: Scope) -> list[Target]:
        """What the answer writes into this file."""
        return list(targets(self.sets, answer, scope))

    def owned(self, scope: Scope) -> set[Path]:
        """The paths of this file that belong to the question, written or not."""
        return owned(self.forms(), scope)

    def cleared(self, answer: Any, scope: Scope) -> set[Path]:
        """The paths that go when this answer (None: left to the chart) is given anew."""
        return self.owned(scope)

    def read(self, scopes: Sequence[Scope]) -> Any:
        """The answer that the files embody, or UNTOUCHED, or CUSTOM."""
        said = [state for scope in scopes if (state := self._read_one(scope)) is not None]
        if not said or all(state is UNTOUCHED for state in said):
            return UNTOUCHED
        if any(state in (UNTOUCHED, CUSTOM) or not same(state, said[0]) for state in said):
            return CUSTOM
        return said[0] if self.trouble(said[0]) == "" else CUSTOM

    def _read_one(self, scope: Scope) -> Any:
        """What one file says; None if the question does not concern it."""
        expected = [one for one in self.sets if one.applies(scope)]
        here = present(self.owned(scope), scope)
        if not here:
            return UNTOUCHED if expected else None
        answer: Any = MISSING
        for one in expected:
            fits, blank = match(one.pattern(scope), scope.found(scope.path(one.path)))
            if not fits or (
                answer is not MISSING and blank is not MISSING and not same(answer, blank)
            ):
                return CUSTOM
            answer = answer if blank is MISSING else blank
        extra = here - {scope.path(one.path) for one in expected}
        return CUSTOM if extra or answer is MISSING else answer

    def trouble(self, answer: Any, facts: Facts | None = None) -> str:
        """What is wrong with an answer, in one sentence; "" if it will do."""
        return ""

    def encode(self, answer: Any) -> str:
        """The answer as one line of the file's header."""
        return str(answer)

    def decode(self, written: str) -> Any:
        """The answer that `encode` wrote. Raises ValueError."""
        return written

    def say(self, answer: Any, facts: Facts) -> str:
        """The answer in a few words, for lists and summaries."""
        return str(answer)


@dataclass(frozen=True)
class Option:
    """One answer of a choice, with its trade-off in plain sentences.

    `recommended` names the purposes ("production", "evaluation") for which it is the advice.
    `default` tells when leaving the question to the chart amounts to this option. `also` are other
    forms that mean the same and are recognised. Where `available_when` does not hold it is shown,
    but cannot be chosen, with the condition's reason. `keeps` are paths of the question that, under
    this option, another question decides; given as `Sets`, only while they hold that value. An
    option that sets nothing is read out of a file only if it is `otherwise`: the one that is meant
    when something is there and no other option explains it.
    """

    id: str
    title: str
    sets: tuple[Sets, ...] = ()
    gains: Worded = ""
    costs: Worded = ""
    choose_when: Worded = ""
    comment: Worded = ""
    recommended: tuple[str, ...] = ()
    since: Since = ""
    until: str = ""
    default: bool = False
    default_since: Since = ""
    default_until: str = ""
    available_when: Condition = ALWAYS
    also: tuple[tuple[Sets, ...], ...] = ()
    keeps: tuple[str | Sets, ...] = ()
    otherwise: bool = False
    sure: Worded = ""
    link: str = ""

    def kept(self, scope: Scope) -> set[Path]:
        """The paths of this file that this option leaves to another question."""
        return {
            scope.path(kept if isinstance(kept, str) else kept.path)
            for kept in self.keeps
            if isinstance(kept, str)
            or match(kept.pattern(scope), scope.found(scope.path(kept.path)))[0]
        }

    def exists(self, facts: Facts) -> bool:
        return facts.within(self.since, self.until)

    def is_default(self, facts: Facts) -> bool:
        return self.default and facts.within(self.default_since, self.default_until)


@dataclass(frozen=True, kw_only=True)
class Choice(Question):
    """One of several options."""

    kind: ClassVar[str] = "choice"
    options: tuple[Option, ...]

    def option(self, answer: Any) -> Option | None:
        return next((option for option in self.options if option.id == answer), None)

    def offered(self, facts: Facts) -> list[Option]:
        """The options that exist in this version."""
        return [option for option in self.options if option.exists(facts)]

    def forms(self) -> tuple[Sets, ...]:
        return self.sets + tuple(
            one for o in self.options for form in (o.sets, *o.also) for one in form
        )

    def targets(self, answer: Any, scope: Scope) -> list[Target]:
        option = self.option(answer)
        return [] if option is None else list(targets(self.sets + option.sets, answer, scope))

    def read(self, scopes: Sequence[Scope]) -> Any:
        options = [option for option in self.options if any(option.exists(s.facts) for s in scopes)]
        if not any(present(self._decisive(options, scope), scope) for scope in scopes):
            return UNTOUCHED
        for lenient in (False, True):
            fitting = [o for o in options if self._fits(o, scopes, lenient)]
            if fitting:
                return max(fitting, key=lambda option: _explained(option, scopes)).id
        return CUSTOM

    def _decisive(self, options: Sequence[Option], scope: Scope) -> set[Path]:
        """The paths that tell options apart: not those that an option without any leaves alone."""
        silent = [option for option in options if not option.sets and not option.otherwise]
        kept = [option.kept(scope) for option in silent]
        return self.owned(scope).difference(*kept)

    def _fits(self, option: Option, scopes: Sequence[Scope], lenient: bool) -> bool:
        return any(
            all(self._form_fits(self.sets + form, option, scope, lenient) for scope in scopes)
            and (
                not self.sets + form
                or any(one.applies(scope) for scope in scopes for one in self.sets + form)
            )
            for form in (option.sets, *option.also)
        )

    def _form_fits(
        self, form: tuple[Sets, ...], option: Option, scope: Scope, lenient: bool
    ) -> bool:
        """Strict: exactly these paths. Lenient: what is missing or extra equals the default."""
        expected = {scope.path(one.path): one.pattern(scope) for one in form if one.applies(scope)}
        for path in (self.owned(scope) - option.kept(scope)) | expected.keys():
            found = scope.found(path)
            if lenient and found is MISSING:
                found = scope.default(path)
            pattern = expected.get(path, MISSING)
            if pattern is MISSING:
                if found is not MISSING and not (lenient and same(found, scope.default(path))):
                    return False
            elif found is MISSING or not match(pattern, found)[0]:
                return False
        return True

    def cleared(self, answer: Any, scope: Scope) -> set[Path]:
        option = self.option(answer)
        return self.owned(scope) - (option.kept(scope) if option else set())

    def trouble(self, answer: Any, facts: Facts | None = None) -> str:
        if self.option(answer) is None:
            return f"{answer!r} is none of {', '.join(option.id for option in self.options)}"
        return ""

    def say(self, answer: Any, facts: Facts) -> str:
        option = self.option(answer)
        return option.title if option else str(answer)


def _explained(option: Option, scopes: Sequence[Scope]) -> int:
    """How much of the files an option accounts for."""
    return sum(one.applies(scope) for scope in scopes for one in option.sets)


@dataclass(frozen=True, kw_only=True)
class Many(Choice):
    """Any number of the options; the answer is a tuple of their ids in the order of the options."""

    kind: ClassVar[str] = "many"

    def targets(self, answer: Any, scope: Scope) -> list[Target]:
        chosen = [option for option in self.options if option.id in answer]
        return [t for option in chosen for t in targets(option.sets, answer, scope)]

    def read(self, scopes: Sequence[Scope]) -> Any:
        left = {(s.key, path) for s in scopes for path in present(self.owned(s), s)}
        if not left:
            return UNTOUCHED
        chosen = []
        for option in self.options:
            wanted = {
                (s.key, t.path): same(s.found(t.path), t.value)
                for s in scopes
                for t in targets(option.sets, (option.id,), s)
            }
            if wanted and all(wanted.values()):
                chosen.append(option.id)
                left -= wanted.keys()
        return CUSTOM if left else tuple(chosen)

    def trouble(self, answer: Any, facts: Facts | None = None) -> str:
        known = [option.id for option in self.options]
        strange = [one for one in answer if one not in known]
        return f"{strange[0]!r} is none of {', '.join(known)}" if strange else ""

    def encode(self, answer: Any) -> str:
        return "+".join(answer) or "none"

    def decode(self, written: str) -> Any:
        return () if written == "none" else tuple(written.split("+"))

    def say(self, answer: Any, facts: Facts) -> str:
        return ", ".join(o.title for o in self.options if o.id in answer) or "none"


@dataclass(frozen=True, kw_only=True)
class Text(Question):
    """A line of text. `pattern` must match all of it; `looks_like` says so in words."""

    kind: ClassVar[str] = "text"
    pattern: str = ""
    looks_like: str = ""
    suggests: Worded = ""
    example: str = ""

    def trouble(self, answer: Any, facts: Facts | None = None) -> str:
        if not isinstance(answer, str) or not answer:
            return "a text is expected; to unset it, leave it to the chart"
        if self.pattern and not re.fullmatch(self.pattern, answer):
            return f"expected {self.looks_like or 'another form'}"
        return ""

    def say(self, answer: Any, facts: Facts) -> str:
        return "••••••" if self.secret else str(answer)


@dataclass(frozen=True, kw_only=True)
class PerCluster(Text):
    """A text in which `{cluster}` stands for the name of each file's own cluster."""

    def targets(self, answer: Any, scope: Scope) -> list[Target]:
        return super().targets(str(answer).replace("{cluster}", _cluster(scope)), scope)

    def read(self, scopes: Sequence[Scope]) -> Any:
        answer = super().read(scopes)
        if answer is not CUSTOM:
            return answer
        plain = Text(**{part.name: getattr(self, part.name) for part in fields(self)})
        return plain.read(scopes)

    def _read_one(self, scope: Scope) -> Any:
        found = super()._read_one(scope)
        return found.replace(_cluster(scope), "{cluster}") if isinstance(found, str) else found


def _cluster(scope: Scope) -> str:
    return scope.facts.words(scope.cluster)["cluster"]


@dataclass(frozen=True, kw_only=True)
class Number(Question):
    """A whole number, `unit` said beside it."""

    kind: ClassVar[str] = "number"
    minimum: int = 0
    maximum: int = 2**31
    suggests: int | None = None
    unit: str = ""

    def _read_one(self, scope: Scope) -> Any:
        """As ever; but where the number is written as a text (in annotations), it is one again."""
        said = super()._read_one(scope)
        as_text = any(isinstance(one.value, str) for one in self.sets)
        return int(said) if as_text and isinstance(said, str) and said.isdecimal() else said

    def trouble(self, answer: Any, facts: Facts | None = None) -> str:
        if isinstance(answer, bool) or not isinstance(answer, int):
            return "a whole number is expected"
        if not self.minimum <= answer <= self.maximum:
            return f"expected a number from {self.minimum} to {self.maximum}"
        return ""

    def decode(self, written: str) -> Any:
        return int(written)

    def say(self, answer: Any, facts: Facts) -> str:
        return f"{answer} {self.unit}".strip()


DNS_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"


@dataclass(frozen=True, kw_only=True)
class Names(Question):
    """A list of names; the answer is a tuple."""

    kind: ClassVar[str] = "names"
    pattern: str = DNS_LABEL
    looks_like: str = "lower-case letters, digits and hyphens, at most 63, no underscore"

    def targets(self, answer: Any, scope: Scope) -> list[Target]:
        return super().targets(list(answer), scope) if answer else []

    def _read_one(self, scope: Scope) -> Any:
        said = super()._read_one(scope)
        return tuple(said) if isinstance(said, list) else said

    def trouble(self, answer: Any, facts: Facts | None = None) -> str:
        if not isinstance(answer, list | tuple):
            return "a list of names is expected"
        for name in answer:
            if not isinstance(name, str) or not re.fullmatch(self.pattern, name):
                return f"{name!r}: expected {self.looks_like}"
        if len(set(answer)) != len(answer):
            return "the same name stands twice"
        return ""

    def encode(self, answer: Any) -> str:
        return ", ".join(answer) or "none"

    def decode(self, written: str) -> Any:
        if written == "none":
            return ()
        return tuple(name.strip() for name in written.split(",") if name.strip())

    def say(self, answer: Any, facts: Facts) -> str:
        return ", ".join(answer) or "none"


@dataclass(frozen=True, kw_only=True)
class Rows(Question):
    """Free rows of name and text below one path, without those that other questions write."""

    kind: ClassVar[str] = "rows"
    path: str
    on: On = On.MANAGEMENT
    texts_only: bool = True

    def forms(self) -> tuple[Sets, ...]:
        return ()

    def targets(self, answer: Any, scope: Scope) -> list[Target]:
        if not scope.concerns(self.on):
            return []
        base = scope.path(self.path)
        return [Target((*base, *path), value) for path, value in self._flat(answer)]

    def owned(self, scope: Scope) -> set[Path]:
        if not scope.concerns(self.on):
            return set()
        base = scope.path(self.path)
        tree = scope.found(base)
        if not isinstance(tree, dict):
            return set()
        paths = {(*base, *path) for path, _ in self._flat(tree) if path}
        return {path for path in paths if not _claimed(path, scope.claimed)}

    def read(self, scopes: Sequence[Scope]) -> Any:
        answer: dict[str, Any] | None = None
        for scope in scopes:
            base = scope.path(self.path)
            rows: dict[str, Any] = {}
            for path in sorted(self.owned(scope), key=str):
                plant(rows, path[len(base) :], scope.found(path))
            if rows and answer is not None and not same(rows, answer):
                return CUSTOM
            answer = rows or answer
        if not answer:
            return UNTOUCHED
        return answer if self.trouble(answer) == "" else CUSTOM

    def _flat(self, tree: dict[str, Any]) -> Iterator[tuple[Path, Any]]:
        for key, value in tree.items():
            yield (key,), value

    def trouble(self, answer: Any, facts: Facts | None = None) -> str:
        if not isinstance(answer, dict):
            return "rows of name and text are expected"
        for name, value in answer.items():
            if self.texts_only and not isinstance(value, str):
                return f"{name}: a text is expected; Kubernetes takes no bare number or true here"
        return ""

    def say(self, answer: Any, facts: Facts) -> str:
        return f"{len(answer)} row{'s' if len(answer) != 1 else ''}"


@dataclass(frozen=True, kw_only=True)
class Tree(Rows):
    """Raw YAML below one path, merged leaf by leaf; what other questions write there is not its."""

    kind: ClassVar[str] = "tree"
    texts_only: bool = False

    def _flat(self, tree: dict[str, Any], path: Path = ()) -> Iterator[tuple[Path, Any]]:
        for key, value in tree.items():
            if isinstance(value, dict) and value:
                yield from self._flat(value, (*path, key))
            else:
                yield (*path, key), value

    def say(self, answer: Any, facts: Facts) -> str:
        return ", ".join(answer)


def _claimed(path: Path, claimed: frozenset[Path]) -> bool:
    return any(path[:length] in claimed for length in range(1, len(path) + 1))


def yes_or_no(
    id: str,
    ask: str,
    path: str,
    *,
    yes: Option | None = None,
    no: Option | None = None,
    **rest: Any,
) -> Choice:
    """A choice of true and false at one path; `yes` and `no` carry the words."""
    texts = {"yes": yes or Option("yes", "Yes"), "no": no or Option("no", "No")}
    options = tuple(
        _with_sets(texts[name], Sets(path, value, **rest.get("where", {})))
        for name, value in (("yes", True), ("no", False))
    )
    rest.pop("where", None)
    return Choice(id=id, ask=ask, options=options, **rest)


def _with_sets(option: Option, *sets: Sets) -> Option:
    return replace(option, sets=(*sets, *option.sets))
