"""What the first screen says: its options, and what each of its buttons does."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from wizard.beginning import Beginning
from wizard.guides import guide_for, guided_charts
from wizard.outline import OptionRow


def title() -> Content:
    """The head of the screen."""
    said = "from production choices to a values file you can review"
    return Content.assemble(("Gloo values wizard", "bold"), "   ", (said, "dim"))


def what_comes_of_it(start: Beginning, focused: Widget | None) -> str:
    """What the button in focus does, else what the first one does."""
    what = (
        "Opening shows which answers the file holds already."
        if start.exists
        else "One question after the other, in any order."
    )
    match focused.id if focused is not None else "":
        case "advice":
            what = f"Shows the answers recommended for {start.purpose}; take them and change any."
        case "draft":
            what = "Makes the changes again that were not saved the last time."
        case "upgrade":
            what = "Carries the file to another chart version, key by key."
    return f"{what} Nothing is written until you save."


def products(start: Beginning) -> list[OptionRow]:
    """What can be installed, as options."""
    rows = []
    for chart in guided_charts():
        guide = guide_for(chart)
        why_not = "" if guide.topics else "its questions are not part of this version yet"
        rows.append(
            OptionRow(chart, guide.title, note=chart, chosen=start.product == chart,
                      why_not=why_not)
        )  # fmt: skip
    return rows


def purposes(start: Beginning) -> list[OptionRow]:
    """What an installation can be for, as options."""
    return [
        OptionRow("production", "production", note="safe answers, more to decide",
                  chosen=start.purpose == "production"),
        OptionRow("evaluation", "evaluation", note="least effort, not safe to keep",
                  chosen=start.purpose == "evaluation"),
    ]  # fmt: skip
