"""A question in plain sentences, one thing a line."""

from __future__ import annotations

from collections.abc import Iterator

from schema.finding import Finding, Severity
from schema.path import format_path
from wizard.facts import say
from wizard.guide import Asked
from wizard.outline import KEPT, LEFT, OptionRow, option_rows, what_the_file_says
from wizard.place import Place
from wizard.question import Choice, Many, Names, Number, Rows
from wizard.session import Session
from wizard.typed import typed, write


def topic_lines(session: Session, place: Place) -> Iterator[str]:
    """What is said when a topic begins."""
    topic = place.topic(session)
    order = list(dict.fromkeys(asked.topic.id for asked in session.visible()))
    at = f"Topic {order.index(topic.id) + 1} of {len(order)}: " if topic.id in order else "Topic: "
    yield ""
    yield f"{at}{topic.title}."
    why = say(topic.why, session.facts)
    if why:
        yield why
    folded = place.folded(session)
    if folded:
        yield f"Questions for special cases, which m shows too: {folded}."


def question_lines(session: Session, place: Place) -> Iterator[str]:
    """The question with all its answers, what holds now, and what is wrong here."""
    asked = place.asked(session)
    question, facts = asked.question, session.facts
    yield ""
    position = place.position(session)
    group = f", {question.group}" if question.group else ""
    yield f"Question {position}{group}: {say(question.ask, facts)}"
    why = say(question.why, facts)
    if why:
        yield why
    if isinstance(question, Choice):
        for number, row in enumerate(option_rows(session, asked), 1):
            yield from _option(row, number)
    else:
        yield from _form(session, asked)
    sure = say(question.sure, facts)
    if sure:
        yield f"How sure this is: {sure}"
    yield now(session, asked)
    if isinstance(question, Rows) and session.answer_of(asked.id) is not None:
        yield from write(question, session.answer_of(asked.id)).splitlines()
    yield from trouble_lines(session, asked.id)


def _option(row: OptionRow, number: int) -> Iterator[str]:
    signs = {"recommended": row.recommended, "chosen now": row.chosen}
    aside = ", ".join(sign for sign, holds in signs.items() if holds)
    yield f"{number}. {row.title}" + (f" ({aside})" if aside else "")
    if row.why_not:
        yield f"   Cannot be chosen here: {row.why_not}."
    if row.amounts_to:
        yield f"   That is: {row.amounts_to}"
    if row.gains:
        yield f"   Gains: {row.gains}"
    if row.costs:
        yield f"   Costs: {row.costs}"
    if row.choose_when:
        lead = "The file says: " if row.id == KEPT else "Choose it when: "
        yield f"   {lead}{row.choose_when}"
    if row.sure:
        yield f"   How sure this is: {row.sure}"


def _form(session: Session, asked: Asked) -> Iterator[str]:
    """What a typed answer should look like."""
    question, facts = asked.question, session.facts
    looks_like = say(getattr(question, "looks_like", ""), facts)
    if looks_like:
        yield f"Expected: {looks_like}."
    entry = typed(question, None, facts)
    if entry.suggestion:
        yield f"Suggested: {entry.suggestion} (+ takes it)."
    elif entry.placeholder:
        yield f"For example {entry.placeholder.removeprefix('such as ')}."
    left = say(question.left, facts)
    yield f"Without an answer: {left[:1].lower()}{left[1:]}."


def now(session: Session, asked: Asked) -> str:
    """What holds at present."""
    answer = session.answer_of(asked.id)
    if session.is_custom(asked.id):
        said = what_the_file_says(session, asked.id)
        return f"Now: custom, the file says something of its own, which is kept. {said}".rstrip()
    if answer is None:
        needed = " It has to be answered." if asked.question.required else ""
        return f"Now: not answered, the chart decides.{needed}"
    if asked.question.secret:
        return "Now: given; it is not shown."
    return f"Now: {asked.question.say(answer, session.facts)}."


def trouble_lines(session: Session, id: str) -> Iterator[str]:
    """The errors and warnings that this question decides."""
    for finding in session.findings():
        if finding.question == id and finding.severity is not Severity.NOTE:
            yield finding_line(session, finding)


def finding_line(session: Session, finding: Finding) -> str:
    """A finding in a line: how bad, where, what, and how it can be mended."""
    name = finding.file.rsplit("/", 1)[-1]
    several = len(session.plan.members) > 1 and name
    places = [name] if several else []
    places += [f"line {finding.line}"] if finding.line else []
    where = f" in {', '.join(places)}" if places else ""
    fix = f" It can be mended: {finding.fix.title}." if finding.fix else ""
    return f"{finding.severity.value.capitalize()} {finding.code}{where}: {finding.message}{fix}"


def prompt(session: Session, asked: Asked) -> str:
    """What is expected, as the end of what is said before a person types."""
    question = asked.question
    held = session.answer_of(asked.id) is not None or session.is_custom(asked.id)
    enter = "Enter keeps it" if held else "Enter leaves it to the chart"
    return f"{_expected(session, asked)}, {enter}, ? helps" + _secretly(question.secret)


def _secretly(secret: bool) -> str:
    return "; nothing is shown as you type" if secret else ""


def _expected(session: Session, asked: Asked) -> str:
    question = asked.question
    if isinstance(question, Many):
        return f"Numbers with commas, 1 to {len(option_rows(session, asked)) - 1}, or none"
    if isinstance(question, Choice):
        return f"Number, 1 to {len(option_rows(session, asked))}"
    if isinstance(question, Number):
        upper = f" to {question.maximum}" if question.maximum < 2**31 else " or more"
        unit = f" ({question.unit})" if question.unit else ""
        return f"Whole number, {question.minimum}{upper}{unit}"
    if isinstance(question, Names):
        return "Names with commas"
    if isinstance(question, Rows):
        return "YAML, as many lines as it takes, an empty line ends it"
    return "Text"


def detail_lines(session: Session, asked: Asked) -> Iterator[str]:
    """What more is known about a question: what it writes, where it is documented."""
    facts, question = session.facts, asked.question
    yield f"This is the question {asked.id}."
    paths = [format_path(path) for listed in session.paths_of(asked.id).values() for path in listed]
    if paths:
        yield f"It has written: {', '.join(dict.fromkeys(paths))}."
    comment = say(question.comment, facts)
    if comment:
        yield f"The comment in the file: {comment}"
    if isinstance(question, Choice):
        for number, row in enumerate(option_rows(session, asked), 1):
            if row.link and row.id != LEFT:
                yield f"Documentation of answer {number}: {row.link}"
    link = question.link or asked.topic.link
    if link:
        yield f"Documentation: {link}"
