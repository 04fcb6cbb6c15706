"""A review as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from schema.path import format_path
from wizard.annotate.review import Decision, FileReview, Review
from wizard.runbook.markdown import as_markdown as runbook_as_markdown


def as_markdown(review: Review) -> str:
    """The review as a page."""
    return "\n".join(_lines(review)).rstrip() + "\n"


def _lines(review: Review) -> Iterator[str]:
    yield f"# {review.title}"
    for fact in review.facts:
        yield f"\n{_text(fact)}"
    if review.picture:
        yield "\n```text"
        yield from review.picture
        yield "```"
    yield "\n## Findings\n"
    yield from _findings(review)
    yield "\n## Decisions"
    for topic in review.topics:
        yield f"\n### {topic.title}\n"
        yield f"{_text(topic.why)}\n"
        left = [decision for decision in topic.decisions if decision.state == "left"]
        for decision in topic.decisions:
            if decision.state != "left":
                yield from _decision(decision)
        if left:
            yield f"\n<details><summary>{len(left)} left to the chart</summary>\n"
            for decision in left:
                yield from _decision(decision)
            yield "\n</details>"
    yield "\n## Differences from the chart's defaults"
    for file in review.files:
        yield from _file(file)
    if review.needs:
        yield "\n## What must exist first\n"
        yield from _table(
            ("what", "name", "namespace", "cluster", "keys", "why"),
            (
                (need.kind, need.name, need.namespace, need.cluster or "management",
                 ", ".join(need.keys), need.why)
                for need in review.needs
            ),
        )  # fmt: skip
    yield "\n## Runbook\n"
    _, _, steps = runbook_as_markdown(review.runbook).partition("\n")
    yield re.sub(r"(?m)^(##+) ", r"#\1 ", steps.strip())


def _findings(review: Review) -> Iterator[str]:
    if not review.findings:
        yield "None."
        return
    yield from _table(
        ("severity", "code", "where", "what"),
        (
            (
                one.severity.value,
                one.code,
                ":".join(str(part) for part in (one.file, one.line) if part),
                (f"`{format_path(one.path)}` " if one.path else "")
                + _text(one.message)
                + (f" Fix: {_text(one.fix.title)}." if one.fix else ""),
            )
            for one in review.findings
        ),
        raw=True,
    )


def _decision(decision: Decision) -> Iterator[str]:
    own = " *(in the file's own way)*" if decision.state == "own" else ""
    yield f"- {_text(decision.ask)} **{_text(decision.said)}**{own}"
    if decision.gains:
        yield f"  - gains: {_text(decision.gains)}"
    if decision.costs:
        yield f"  - costs: {_text(decision.costs)}"


def _file(file: FileReview) -> Iterator[str]:
    cluster = f" {file.cluster}" if file.cluster else ""
    yield f"\n### {_text(file.name)} ({file.role}{cluster})\n"
    if not file.differences:
        yield "None."
        return
    yield from _table(
        ("path", "here", "default"),
        ((f"`{one.path}`", _code(one.value), _code(one.default)) for one in file.differences),
        raw=True,
    )


def _table(
    head: tuple[str, ...], rows: Iterable[tuple[str, ...]], raw: bool = False
) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        cells = [(cell if raw else _text(cell)).replace("|", "\\|") for cell in row]
        yield f"| {' | '.join(cells)} |"


def _code(text: str) -> str:
    return f"`` {text} ``" if "`" in text else (f"`{text}`" if text else "")


def _text(text: str) -> str:
    """A sentence on one line, with what Markdown would take for its own put out of its reach."""
    return re.sub(r"([\\`*_<>\[\]])", r"\\\1", " ".join(text.split()))
