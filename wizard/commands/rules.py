"""The codes that `check` can print, for `--list-rules` and `--explain`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from schema.codes import about, codes
from wizard.exit_codes import Stop
from wizard.guide import Guide


@dataclass(frozen=True)
class Described:
    """A code: what it finds, why that matters, and how bad it is at most ("" where it varies)."""

    code: str
    severity: str
    title: str
    explain: str
    question: str = ""


def described(guide: Guide) -> Iterator[Described]:
    """Every code of reading, of the schema and of the topics' rules."""
    for code in codes():
        title, meaning = about(code) or ("", "")
        yield Described(code, "", title, meaning)
    for rule in guide.rules():
        yield Described(rule.code, rule.severity.value, rule.title, rule.explain, rule.question)


def listed(guide: Guide, form: str) -> str:
    """The codes, a line each, or as JSON."""
    rules = sorted(described(guide), key=_order)
    if form == "json":
        import json
        from dataclasses import asdict

        return json.dumps([asdict(rule) for rule in rules], ensure_ascii=False, indent=2) + "\n"
    return "".join(f"{one.code:7} {one.severity or 'varies':8} {one.title}\n" for one in rules)


def _order(rule: Described) -> tuple[str, int]:
    letters = rule.code.rstrip("0123456789")
    return letters, int(rule.code.removeprefix(letters))


def explained(code: str, guide: Guide) -> str:
    """What a code is about. Stops where nothing has it."""
    from wizard.explaining import explain

    known = {rule.code for rule in described(guide)}
    if code.upper() not in known:
        raise Stop(f"no finding has the code {code}; --list-rules lists them all")
    return explain(code, guide, guide.schema_of(guide.default_version))
