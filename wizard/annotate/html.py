"""A review as one HTML file: no script, nothing from elsewhere; light, dark, phone and paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from schema.finding import Finding
from schema.path import format_path
from wizard.annotate.html_style import STYLE
from wizard.annotate.review import Decision, FileReview, Review, TopicReview
from wizard.runbook import Runbook, Step
from wizard.topic import Need


def as_html(review: Review) -> str:
    """The page."""
    title = escape(review.title)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(_body(review))
        + "\n</main>\n</body>\n</html>\n"
    )


def _body(review: Review) -> Iterator[str]:
    yield f"<h1>{escape(review.title)}</h1>"
    yield from (_paragraph(fact) for fact in review.facts)
    yield _contents(review)
    if review.picture:
        yield f'<pre class="picture">{escape(chr(10).join(review.picture))}</pre>'
    yield from _section("findings", "Findings", _findings(review.findings))
    topics = (part for topic in review.topics for part in _topic(topic))
    yield from _section("decisions", "Decisions", topics)
    files = (part for file in review.files for part in _file(file))
    yield from _section("differences", "Differences from the chart’s defaults", files)
    if review.needs:
        yield from _section("needs", "What must exist first", map(_need, review.needs))
    yield from _section("runbook", "Runbook", _runbook(review.runbook))


def _contents(review: Review) -> str:
    names = {
        "findings": f"Findings ({len(review.findings)})",
        "decisions": "Decisions",
        "differences": "Differences",
        **({"needs": "Prerequisites"} if review.needs else {}),
        "runbook": "Runbook",
    }
    links = "".join(f'<li><a href="#{id}">{escape(name)}</a></li>' for id, name in names.items())
    return f'<nav aria-label="Contents"><ul>{links}</ul></nav>'


def _section(id: str, title: str, parts: Iterable[str]) -> Iterator[str]:
    yield f'<section id="{id}">\n<h2>{escape(title)}</h2>'
    yield from parts
    yield "</section>"


def _paragraph(text: str, kind: str = "") -> str:
    mark = f' class="{kind}"' if kind else ""
    return f"<p{mark}>{escape(text)}</p>"


def _findings(findings: Iterable[Finding]) -> Iterator[str]:
    listed = list(findings)
    if not listed:
        yield _paragraph("None.")
    for one in listed:
        where = ":".join(str(part) for part in (one.file, one.line) if part)
        path = f" <code>{_breakable(format_path(one.path))}</code>" if one.path else ""
        fix = f'<p class="fix">Fix: {escape(one.fix.title)}</p>' if one.fix else ""
        yield (
            f'<article class="finding {one.severity.value}"><p class="head">'
            f'<span class="badge">{one.severity.value}</span> <b>{one.code}</b>{path} '
            f'<span class="where">{escape(where)}</span></p>'
            f"{_paragraph(one.message)}{fix}</article>"
        )


def _topic(topic: TopicReview) -> Iterator[str]:
    yield f"<h3>{escape(topic.title)}</h3>"
    yield _paragraph(topic.why, "why")
    taken = [decision for decision in topic.decisions if decision.state != "left"]
    left = [decision for decision in topic.decisions if decision.state == "left"]
    if taken:
        yield f"<dl>{''.join(map(_decision, taken))}</dl>"
    if left:
        yield f"<details><summary>{len(left)} left to the chart</summary>"
        yield f"<dl>{''.join(map(_decision, left))}</dl></details>"


def _decision(decision: Decision) -> str:
    said = f"<b>{escape(decision.said)}</b>"
    if decision.state == "own":
        said += ' <span class="note">in the file’s own way</span>'
    gains = f'<p class="gain">{escape(decision.gains)}</p>' if decision.gains else ""
    costs = f'<p class="cost">{escape(decision.costs)}</p>' if decision.costs else ""
    return (
        f'<div class="{decision.state}"><dt>{escape(decision.ask)}</dt>'
        f"<dd>{said}{gains}{costs}</dd></div>"
    )


def _file(file: FileReview) -> Iterator[str]:
    cluster = f" {file.cluster}" if file.cluster else ""
    yield f"<h3>{escape(file.name)} <small>{escape(file.role + cluster)}</small></h3>"
    if not file.differences:
        yield _paragraph("None.")
        return
    yield "<table><thead><tr><th>Path</th><th>Here</th><th>Default</th></tr></thead><tbody>"
    for one in file.differences:
        default = f"<code>{_breakable(one.default)}</code>" if one.default else "not known"
        yield (
            f"<tr><td><code>{_breakable(one.path)}</code></td>"
            f'<td data-label="here"><code>{_breakable(one.value)}</code></td>'
            f'<td data-label="default">{default}</td></tr>'
        )
    yield "</tbody></table>"


def _need(need: Need) -> str:
    where = " · ".join(
        part
        for part in (
            f"namespace {need.namespace}" if need.namespace else "",
            f"cluster {need.cluster}" if need.cluster else "management cluster",
            f"keys {', '.join(need.keys)}" if need.keys else "",
        )
        if part
    )
    return (
        f'<article class="need"><p class="head"><b>{escape(need.name)}</b> '
        f'<span class="badge">{escape(need.kind)}</span></p>'
        f'<p class="where">{escape(where)}</p>{_paragraph(need.why)}</article>'
    )


def _runbook(runbook: Runbook) -> Iterator[str]:
    if runbook.contexts:
        lines = [f"{name}=<context of {of}>" for name, of in runbook.contexts.items()]
        yield _paragraph("The commands take kubectl’s contexts from these variables:")
        yield _block(lines)
    number = 1
    for part in runbook.parts:
        yield f"<h3>{escape(part.title)}</h3>"
        yield f'<ol start="{number}">' if not part.aside else "<ul>"
        yield from (_step(step) for step in part.steps)
        yield "</ol>" if not part.aside else "</ul>"
        number += len(part.steps)


def _step(step: Step) -> str:
    why = _paragraph(step.why) if step.why else ""
    by_hand = ""
    if step.by_hand:
        by_hand = _paragraph("Fill in what stands in angle brackets:") + _block(step.by_hand)
    commands = _block(step.commands) if step.commands else ""
    return f"<li><b>{escape(step.title)}</b>{why}{by_hand}{commands}</li>"


def _block(commands: Iterable[str]) -> str:
    return f"<pre><code>{escape(chr(10).join(commands))}</code></pre>"


def _breakable(text: str) -> str:
    """Escaped, with places where a long path may go on in the next line."""
    return escape(text).replace(".", ".<wbr>").replace("/", "/<wbr>")
