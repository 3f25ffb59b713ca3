"""
Pages are tested from top to bottom, each in its own folder.

A ``python`` block is run. A ``console`` block is run line by line, and its output must equal the output shown, if any; ``…`` matches
anything. A block with a caption is written to the file of that name.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sybil import Document, Example, Region, Sybil
from sybil.parsers.myst import CodeBlockParser, PythonCodeBlockParser
from sybil.parsers.myst.lexers import DirectiveLexer

ROOT = Path(__file__).parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(page for page in (ROOT / "docs").rglob("*.md") if "_build" not in page.parts)]

_FILE = DirectiveLexer("code-block", ".+")


def files(document: Document) -> Iterator[Region]:
    """
    Yield the blocks with a caption.
    """
    for region in _FILE(document):
        caption = region.lexemes["options"].get("caption")
        if caption:
            # Remove the empty line that separates front matter from the options of the block.
            region.parsed = (caption, region.lexemes["source"].lstrip("\n"))
            region.evaluator = write
            yield region


def write(example: Example) -> None:
    """
    Write the file that a block shows.
    """
    name, text = example.parsed
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def follow(example: Example) -> str | None:
    """
    Run the commands of a block and return the differences from the output shown, if any.
    """
    wrong = [f"$ {command}\n{printed}" for command, shown in commands(example.parsed) if not agrees(printed := run(command), shown)]
    return "\n".join(wrong) or None


def commands(block: str) -> Iterator[tuple[str, str]]:
    """
    Yield each command of a block with the output shown below it.
    """
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        while shown.startswith("> "):
            more, _, shown = shown.partition("\n")
            command += "\n" + more[2:]
        yield command, shown.strip()


def run(command: str) -> str:
    """
    Run *command* and return its output, with its exit code if not 0.
    """
    bash = shutil.which("bash")
    assert bash
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(  # noqa: S603 -- the commands are those of our own pages
        [bash, "-c", command], capture_output=True, text=True, encoding="utf-8", env=os.environ | {"PATH": path, "COLUMNS": "100"}, check=False
    )
    printed = (done.stdout + done.stderr).strip()
    return printed if done.returncode == 0 else f"{printed}\n[exit code {done.returncode}]".strip()


def agrees(printed: str, shown: str) -> bool:
    """
    Return whether the output of a command matches the page. If none is shown, the command need only succeed.
    """
    if not shown:
        return re.search(r"\[exit code -?\d+\]$", printed) is None
    pattern = ".*".join(re.escape(part) for part in shown.split("…"))
    return re.fullmatch(pattern, printed, flags=re.DOTALL) is not None


EXAMPLES = Sybil([files, CodeBlockParser("console", follow), PythonCodeBlockParser()])


@pytest.mark.parametrize("page", [pytest.param(page, id=page.relative_to(ROOT).as_posix()) for page in PAGES])
def test_page_does_what_it_shows(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    for example in EXAMPLES.parse(page).examples():
        example.evaluate()


def test_readme_shows_what_its_code_prints(capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"```python\n(.+?)```\n+```xml\n(.+?)```", text, re.DOTALL)
    assert found

    exec(compile(found[1], "README.md", "exec"), {})  # noqa: S102 -- the code is that of our own page

    assert capsys.readouterr().out.strip() == found[2].strip()
