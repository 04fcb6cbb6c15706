"""`annotate`: notes above keys, which change nothing for Helm, and review documents."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.commands import Run
from tests.reference import corpus, needs_reference, some
from wizard.document import Document
from wizard.exit_codes import ExitCode

SECRET = "hunter2hunter2"
VALUES = """\
#: chart: gloo-platform 2.4.16
#: plane: management mgmt

# Ours: ask the platform team.
common:
  cluster: mgmt   # ours, too
glooMgmtServer:
  #: Until every cluster has reported, nothing is translated.
  safeMode: true
  enabled: true
  safeMod: true
  env:
    - name: A
      value: |
        #: > kept: this is a text
      # ours
    - {name: B, value: b}
telemetryGateway: {enabled: on}
licensing:
  licenseSecretName: license-keys"""


def notes(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if re.match(r"\s*#: > ", line)]


def without(text: str) -> str:
    kept = [line for line in text.split("\n") if not re.match(r"\s*#: > (?!kept)", line)]
    return "\n".join(kept)


@pytest.fixture
def values(tmp_path: Path) -> Path:
    file = tmp_path / "values.yaml"
    file.write_text(VALUES, encoding="utf-8")
    return file


def test_nothing_but_notes_is_added(values: Path, gloo_wizard: Run) -> None:
    ended = gloo_wizard("annotate", values)
    assert ended.code == ExitCode.CLEAN
    assert without(ended.text) == VALUES
    assert Document.parse(ended.text).value == Document.parse(VALUES).value
    assert "proved" in ended.told
    assert values.read_text(encoding="utf-8") == VALUES


def test_what_a_note_says(values: Path, gloo_wizard: Run) -> None:
    text = gloo_wizard("annotate", values).text
    said = " ".join(line.removeprefix("#: > ") for line in notes(text))
    assert "After Redis lost its data" in said  # what it is
    assert "Default: false. From 2.4.12 and 2.5.4 on." in said
    assert "Why: The licence keys are in this secret" in said
    assert "warning SC010: glooMgmtServer.safeMod" in said
    assert "warning HY001" in said  # a finding inside of a line stands above the line
    lines = text.splitlines()
    above = lines[: lines.index("  safeMod: true")]
    assert above[-1].startswith("  #: > ")
    assert "SC010" in " ".join(above[-4:])


def test_annotating_again_replaces_the_notes(values: Path, gloo_wizard: Run) -> None:
    once = gloo_wizard("annotate", values).data
    assert gloo_wizard("annotate", "-", given=once).data == once


def test_lines_are_at_most_eighty_wide(values: Path, gloo_wizard: Run) -> None:
    assert all(len(line) <= 80 for line in notes(gloo_wizard("annotate", values).text))


@pytest.mark.parametrize("text", [VALUES.replace("\n", "\r\n"), "\ufeff" + VALUES, "{}\n", ""])
def test_line_ends_and_marks_stay(text: str, gloo_wizard: Run) -> None:
    ended = gloo_wizard("annotate", "-", given=text.encode())
    assert ended.code == ExitCode.CLEAN
    assert without(ended.text) == text
    assert ("\r\n" in text) == (ended.text.count("\r\n") == ended.text.count("\n") > 0)


def test_a_default_that_is_a_secret_and_findings_about_one_stay_hidden(gloo_wizard: Run) -> None:
    given = f"licensing:\n  glooMeshLicenseKey: [{SECRET}]\n".encode()
    ended = gloo_wizard("annotate", "-", given=given)
    assert ended.text.count(SECRET) == 1  # the value itself: it is the same data


def test_an_encrypted_file_is_left_alone(gloo_wizard: Run) -> None:
    ended = gloo_wizard("annotate", "-", given=b"a: b\nsops: {mac: x}\n")
    assert ended.code == ExitCode.USAGE
    assert "sops" in ended.told


def test_an_output_is_not_written_over(values: Path, gloo_wizard: Run) -> None:
    out = values.with_name("annotated.yaml")
    assert gloo_wizard("annotate", values, "-o", out).code == ExitCode.CLEAN
    assert gloo_wizard("annotate", values, "-o", out).code == ExitCode.USAGE
    assert gloo_wizard("annotate", values, "-o", out, "--overwrite").code == ExitCode.CLEAN
    assert without(out.read_text(encoding="utf-8")) == VALUES


# --- review documents


class Page(HTMLParser):
    """Whether tags are closed in order, and what is loaded from elsewhere."""

    VOID = ("meta", "wbr", "br", "hr", "link", "img")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given[name] or "" for name in ("href", "src") if name in given]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def page_of(text: str) -> Page:
    page = Page()
    page.feed(text)
    assert not page.open
    return page


def test_the_html_stands_alone(values: Path, gloo_wizard: Run) -> None:
    text = gloo_wizard("annotate", values, "--format", "html").text
    page = page_of(text)
    assert not {"script", "img", "link", "iframe"} & set(page.tags)
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)
    assert len(set(page.ids)) == len(page.ids)
    assert "url(" not in text
    assert "@import" not in text
    for part in ("prefers-color-scheme: dark", "@media print", "max-width", "viewport"):
        assert part in text


@pytest.mark.parametrize("form", ["md", "html"])
def test_what_a_review_holds(form: str, values: Path, gloo_wizard: Run) -> None:
    text = gloo_wizard("annotate", values, "--format", form).text
    for part in (
        "gloo-platform 2.4.16", "SC010", "Safe mode", "No partial translation, ever.",
        "One unreachable cluster", "licenseSecretName", "license-keys", "helm upgrade --install",
        "management server",
    ):  # fmt: skip
        assert part in text, part


@pytest.mark.parametrize("form", ["md", "html"])
def test_no_secret_is_in_a_review(form: str, gloo_wizard: Run) -> None:
    given = (
        f"licensing:\n  glooMeshLicenseKey: {SECRET}\n  glooTrialLicenseKey: [{SECRET}]\n"
        f"glooUi: {{enabled: true, auth: {{enabled: true, backend: oidc, oidc: "
        f"{{clientSecret: {SECRET}}}}}}}\nextra: {{password: {SECRET}}}\n"
    )
    ended = gloo_wizard("annotate", "-", "--format", form, given=given.encode())
    assert ended.code == ExitCode.CLEAN
    assert SECRET not in ended.text + ended.told


def test_a_value_cannot_break_out_of_the_page(gloo_wizard: Run) -> None:
    given = b'common: {cluster: "</code><script>alert(1)</script>"}\n"<b>|x": 1\n'
    text = gloo_wizard("annotate", "-", "--format", "html", given=given).text
    assert "script" not in page_of(text).tags
    markdown = gloo_wizard("annotate", "-", "--format", "md", given=given).text
    assert all(
        line.count("|") - line.count("\\|") == 4
        for line in markdown.splitlines()
        if line.startswith("| `") and "x" in line
    )


@needs_reference
@pytest.mark.parametrize("form", ["md", "html"])
def test_every_real_file_is_reviewed(form: str, gloo_wizard: Run) -> None:
    for entry in some(corpus(), 15):
        ended = gloo_wizard("annotate", entry.path, "--format", form)
        assert ended.code in (ExitCode.CLEAN, ExitCode.UNREADABLE), (entry.path, ended.told)
        if form == "html" and ended.code == ExitCode.CLEAN:
            page_of(ended.text)
