"""What a path, a question, a topic or a code is about, as plain text of at most 80 columns."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path as FilePath

from schema.codes import about, codes
from schema.model import Field, Schema
from schema.path import Path, PathError, format_path, parse_path
from schema.version import span
from wizard.document import Document
from wizard.facts import Facts, say
from wizard.guide import Asked, Guide
from wizard.hiding import HIDDEN
from wizard.plan import MANAGEMENT, Member, Plan, workload_key
from wizard.question import Choice, Number, Option, Rows
from wizard.sets import Role, Scope
from wizard.state import State
from wizard.topic import Rule, Topic

_WIDTH = 80


class Unknown(LookupError):
    """Nothing is known under a name; the text says what was perhaps meant."""


def explain(what: str, guide: Guide, schema: Schema) -> str:
    """The explanation, ending with a line break. Raises Unknown."""
    facts = Facts(guide.chart, schema.parsed_version, usual=guide.usual)
    rule = next((rule for rule in guide.rules() if rule.code == what.upper()), None)
    if rule is not None:
        lines = _rule(rule)
    elif about(what.upper()):
        lines = _code(what.upper())
    elif what in guide.asked:
        lines = _question(guide.asked[what], facts)
    elif what in {topic.id for topic in guide.topics}:
        lines = _topic(guide.topic(what), facts)
    else:
        lines = _path(_parsed(what, guide), guide, schema)
    return "\n".join(lines) + "\n"


def _parsed(what: str, guide: Guide) -> Path:
    try:
        return parse_path(what)
    except PathError as error:
        raise Unknown(f"{error}; {_perhaps(what, guide)}") from error


def _rule(rule: Rule) -> Iterator[str]:
    yield f"{rule.code}  {rule.title}  ({rule.severity})"
    yield ""
    yield from _wrapped(rule.explain)
    if rule.question:
        yield ""
        yield f"decided by: {rule.question}"


def _code(code: str) -> Iterator[str]:
    title, meaning = about(code) or ("", "")
    yield f"{code}  {title}"
    yield ""
    yield from _wrapped(meaning)


def _topic(topic: Topic, facts: Facts) -> Iterator[str]:
    yield f"{topic.id}  {topic.title}"
    yield ""
    yield from _wrapped(say(topic.why, facts))
    if topic.link:
        yield topic.link
    if topic.questions:
        yield ""
        yield "questions:"
        for question in topic.questions:
            yield from _hanging(f"{topic.question_id(question)}  {question.ask}", "  ")
    if topic.rules:
        yield ""
        yield "checks:"
        for rule in topic.rules:
            yield from _hanging(f"{rule.code}  {rule.title}", "  ")


def _question(asked: Asked, facts: Facts) -> Iterator[str]:
    question = asked.question
    yield f"{asked.id}  {question.ask}"
    yield f"topic: {asked.topic.title}"
    why = say(question.why, facts)
    if why:
        yield ""
        yield from _wrapped(why)
    yield ""
    if isinstance(question, Choice):
        for option in question.options:
            yield from _option(option, facts)
    elif isinstance(question, Number):
        unit = f" {question.unit}" if question.unit else ""
        yield f"a number from {question.minimum} to {question.maximum}{unit}"
    left = say(question.left, facts)
    if left:
        yield from _wrapped(left)
    sure = say(question.sure, facts)
    if sure:
        yield from _wrapped(sure)
    if question.since or question.until:
        yield f"versions: {span(question.since, question.until)}"
    if question.link:
        yield question.link


def _option(option: Option, facts: Facts) -> Iterator[str]:
    marks = [f"recommended for {purpose}" for purpose in option.recommended]
    if not option.exists(facts):
        marks.append(f"not in {facts.version}: {span(option.since, option.until)}")
    if option.is_default(facts):
        marks.append("what the chart does by itself")
    yield from _wrapped(
        f"{option.id}: {option.title}" + (f"  ({', '.join(marks)})" if marks else "")
    )
    for label, words in (
        ("gains", option.gains),
        ("costs", option.costs),
        ("choose when", option.choose_when),
        ("how sure", option.sure),
    ):
        text = say(words, facts)
        if text:
            yield from _hanging(f"{label}: {text}", "  ")
    if option.link:
        yield f"  {option.link}"


def _path(path: Path, guide: Guide, schema: Schema) -> Iterator[str]:
    name = format_path(path)
    field = schema.field(path)
    asked = list(_asked_for(path, guide, schema))
    other = None if field else schema.elsewhere(path)
    if field is None and other is None and not schema.known(path) and not asked:
        raise Unknown(_unknown(name, path, guide, schema))
    yield f"{name}  ({schema.chart} {schema.version})"
    if other is not None:
        yield f"not in {schema.version}; {other.versions}"
    if field is None and other is None:
        yield "the chart lets any keys stand here"
    known = field or other
    if known is not None:
        yield from _field(known, schema)
    for one in asked:
        yield from _hanging(f"asked by: {one.id}  {one.question.ask}")


def _field(field: Field, schema: Schema) -> Iterator[str]:
    if field.description:
        yield ""
        yield from _wrapped(field.description)
        yield ""
    yield f"type: {field.type}"
    if field.choices:
        yield f"choices: {', '.join(field.choices)}"
    if field.has_default:
        hidden = field.sensitive and field.default
        yield f"default: {HIDDEN if hidden else _short(field.default)}"
    else:
        yield "default: not known" if not field.is_container else "default: see below it"
    yield f"versions: {field.versions or 'all that are known'}"
    if field.dead:
        yield from _hanging(f"it does nothing: {field.dead}")
    if field.replaced_by:
        yield f"replaced by: {field.replaced_by}"
    yield from _hanging(f"how sure: {field.how_sure}")
    if field.source:
        yield from _hanging(f"source: {', '.join(_sources(field, schema))}")
    below = [child.key for child in schema.children(field.path)]
    if below:
        yield from _hanging(f"below it: {', '.join(below)}")


def _sources(field: Field, schema: Schema) -> Iterator[str]:
    for tag in field.source.split():
        known = schema.knowledge.sources.get(tag)
        if known is not None:
            yield known[3]
        else:
            yield f"files in use, {tag.removeprefix('obs')}" if tag.startswith("obs") else tag


def _asked_for(path: Path, guide: Guide, schema: Schema) -> Iterator[Asked]:
    """The questions that write the path, something below it, or what it is part of."""
    scopes = _scopes(guide, schema)
    for asked in guide.asked.values():
        question = asked.question
        for scope in scopes:
            if isinstance(question, Rows):
                base = scope.path(question.path)
                fits = path[: len(base)] == base
            else:
                fits = any(
                    own[: len(path)] == path or path[: len(own)] == own
                    for own in question.owned(scope)
                )
            if fits:
                yield asked
                break


def _scopes(guide: Guide, schema: Schema) -> list[Scope]:
    """A management plane and a workload cluster with empty files."""
    blank = Document.parse("")
    cluster = "cluster"
    members = [
        Member(MANAGEMENT, Role.MANAGEMENT, "", FilePath("values.yaml"), blank),
        Member(workload_key(cluster), Role.WORKLOAD, cluster, FilePath("other.yaml"), blank),
    ]
    plan = Plan({member.key: member for member in members})
    return State(guide, schema.parsed_version, plan, schema=schema).scopes


def _unknown(name: str, path: Path, guide: Guide, schema: Schema) -> str:
    near = schema.nearest(path)
    perhaps = f"perhaps {format_path(near)}" if near else _perhaps(name, guide)
    return f"nothing is called {name} in {schema.chart} {schema.version}; {perhaps}"


def _perhaps(name: str, guide: Guide) -> str:
    names = [topic.id for topic in guide.topics] + list(guide.asked)
    names += [rule.code for rule in guide.rules()] + codes()
    near = get_close_matches(name, names, 3, 0.6)
    if near:
        return f"perhaps {' or '.join(near)}"
    return "a path of the chart, a topic, a question or a code is expected"


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else text[:200] + " …"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(" ".join(text.split()), _WIDTH)


def _hanging(text: str, indent: str = "") -> list[str]:
    """Wrapped, the lines after the first indented further, as in a list."""
    return textwrap.wrap(
        " ".join(text.split()), _WIDTH, initial_indent=indent, subsequent_indent=indent + "    "
    )
