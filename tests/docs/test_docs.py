"""Links of the documentation lead somewhere, and its commands are ones that the program takes."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from desk.cli import cli

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
_LINK = re.compile(r"(?<!`)!?\[[^\]]*\]\(([^)\s]+)\)")
_FENCE = re.compile(r"```(\w*)\n(.*?)```", re.DOTALL)
_INDENTED = re.compile(r"(?:^|\n\n)((?: {4}[^\n]*\n)+)")
_PLACEHOLDER = re.compile(r"…|\.\.\.")


def slug(heading: str) -> str:
    """The anchor that a heading has on the usual sites."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    for link in _LINK.findall(text):
        target, _, anchor = link.partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        path = (page.parent / target) if target else page
        assert path.exists(), f"{page.name}: {link}"
        if anchor and path.suffix == ".md":
            headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in map(slug, headings), f"{page.name}: no heading for {link}"


def commands_of(page: Path) -> Iterator[list[str]]:
    """The words of each `corroborate` line in a code block; what a shell does around it (pipes, redirections) is cut off."""
    text = page.read_text(encoding="utf-8")
    blocks = [body for language, body in _FENCE.findall(text) if language in {"", "sh", "bash", "console"}]
    blocks += [match[1] for match in _INDENTED.finditer(_FENCE.sub("", text))]
    for written in "".join(blocks).replace("\\\n", " ").splitlines():
        line = re.sub(r"\s+#.*$", "", written.strip().removeprefix("$ "))
        if re.match(r"(?:[\w./~-]*/)?corroborate(?: |$)", line) and not _PLACEHOLDER.search(line):
            yield shlex.split(re.split(r" (?:\||>|2>|<|&&|;) ", line)[0])[1:]


LINES = [(page.name, words) for page in PAGES for words in commands_of(page)]


def test_there_are_commands_to_check() -> None:
    assert len(LINES) > 30


@pytest.mark.parametrize(
    ("page", "words"), LINES, ids=lambda value: value if isinstance(value, str) else " ".join(value)
)
def test_commands_are_taken_by_the_program(page: str, words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.core.prompt", lambda *_asked, **_how: "a passphrase")
    parse(cli, words)


def parse(command: click.Command, words: list[str]) -> None:
    """Parse a command line down to its last command, without running it; files need not be there.

    Raises:
        click.UsageError: an option or argument that the program does not take.
    """
    try:
        context = command.make_context("corroborate", list(words))
    except click.exceptions.Exit:
        return  # --help, --version
    except click.BadParameter as error:
        assert "does not exist" in error.format_message(), error.format_message()
        return
    if isinstance(command, click.Group):
        left = [*context._protected_args, *context.args]
        assert left, f"a command is missing after {words}"
        inner = command.get_command(context, left[0])
        assert inner is not None, f"there is no command {left[0]!r}"
        parse(inner, left[1:])
