"""Sessions and views of the Edge guides for tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wizard.document import Document
from wizard.gloo_edge import ENTERPRISE, GUIDE
from wizard.guide import Guide
from wizard.opening import open_documents
from wizard.render import Style, entries
from wizard.session import Session
from wizard.topic import Mark

GUIDES = (GUIDE, ENTERPRISE)
FILE = Path("values.yaml")


def opened(guide: Guide, text: str, version: str = "") -> Session:
    return open_documents(guide, [(FILE, Document.parse(text))], version)


def holding(guide: Guide, tree: dict[str, Any], version: str = "1.18.14") -> Session:
    """A session over a file with this tree, which is written as for the open-source chart."""
    return opened(guide, "\n".join(entries(moved(guide, tree), 0, Style(), None)) + "\n", version)


def moved(guide: Guide, tree: dict[str, Any]) -> dict[str, Any]:
    """The tree of the open-source chart as the guide's chart has it."""
    if guide is GUIDE:
        return tree
    inner = {key: value for key, value in tree.items() if key != "global"}
    shared = {"global": tree["global"]} if "global" in tree else {}
    return {**({"gloo": inner} if inner else {}), **shared}


def marks(session: Session, code: str) -> list[Mark]:
    view = session.view()
    return [
        mark for rule in session.guide.rules() if rule.code == code for mark in rule.check(view)
    ]
