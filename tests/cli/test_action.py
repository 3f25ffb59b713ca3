"""
The action, the recipes for hosts and the Dockerfile: their commands run with bash on a site, with a ``pip`` that only records its arguments.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from publisher import Publisher

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/how-to/ci.md").read_text(encoding="utf-8")
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]


class Machine:
    """
    A clone of a repository with a site, and the programs of a CI machine.
    """

    def __init__(self, folder: Path) -> None:
        self.programs = folder / "bin"
        self.programs.mkdir()
        self.output = folder / "output"
        self.program("pip", f'echo "$@" >> {folder / "pip.txt"}')
        self.program("stridesfeed", f'exec {sys.executable} -m stridesfeed "$@"')
        self.pip = folder / "pip.txt"
        self.remote, self.site = folder / "remote.git", folder / "site"
        Publisher(self.site).write("one")
        (self.site / ".gitignore").write_text("public\n", encoding="utf-8")
        self.run(f"git init -q --bare -b main {self.remote}")
        self.run("git init -q -b main && git add . && git -c user.name=a -c user.email=a@strides.example commit -qm First")
        self.run(f"git remote add origin {self.remote} && git push -qu origin main")

    def program(self, name: str, line: str) -> None:
        path = self.programs / name
        path.write_text(f"#!/bin/bash\n{line}\n", encoding="utf-8")
        path.chmod(0o755)

    def run(self, script: str, *, check: bool = True, **env: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PATH": f"{self.programs}:{os.environ['PATH']}", "GITHUB_OUTPUT": str(self.output), **env}
        command = ["bash", "-eo", "pipefail", "-c", script]
        return subprocess.run(command, cwd=self.site, env=environment, check=check, capture_output=True, text=True)  # noqa: S603

    def commit_ledger(self) -> None:
        self.run("stridesfeed build && git add stridesfeed.lock && git -c user.name=a -c user.email=a@strides.example commit -qm Ledger")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def run_action(machine: Machine, **inputs: str) -> None:
    values = {name: each["default"] for name, each in ACTION["inputs"].items()} | inputs
    for step in ACTION["runs"]["steps"]:
        if "run" in step:
            names = {name: re.fullmatch(r"\$\{\{ (?:inputs|github)\.([\w-]+) \}\}", text) for name, text in step["env"].items()}
            machine.run(step["run"], **{name: (values | {"action_path": "/action"})[found[1]] for name, found in names.items() if found})


def test_the_action_installs_itself_builds_and_pushes_the_ledger(machine: Machine) -> None:
    run_action(machine, commit="true")
    assert machine.pip.read_text(encoding="utf-8") == "install /action[cli,markdown]\n"
    assert (machine.site / "public" / "feed.xml").exists()
    assert machine.output.read_text(encoding="utf-8") == "changed=true\n"
    assert machine.run(f"git -C {machine.remote} show --name-only --format= main").stdout == "stridesfeed.lock\n"
    run_action(machine, commit="true")
    assert machine.output.read_text(encoding="utf-8") == "changed=true\nchanged=false\n"


def test_the_action_commits_only_if_asked_and_installs_a_release(machine: Machine) -> None:
    run_action(machine, version="1.2")
    assert machine.pip.read_text(encoding="utf-8") == "install stridesfeed[cli,markdown]==1.2\n"
    assert machine.output.read_text(encoding="utf-8") == "changed=true\n"
    assert machine.run(f"git -C {machine.remote} log --format=%s main").stdout == "First\n"


def test_no_input_is_expanded_in_a_script() -> None:
    assert not [step for step in ACTION["runs"]["steps"] if "${{" in step.get("run", "")]


def test_the_page_documents_every_input() -> None:
    documented = dict(re.findall(r"^\| `([\w-]+)` \| (?:`([^`]*)`)? ?\|", PAGE, re.MULTILINE))
    assert documented == {name: each["default"] for name, each in ACTION["inputs"].items()}


def test_the_workflow_uses_inputs_of_the_action() -> None:
    (workflow,) = (found for found in map(yaml.safe_load, re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)) if "jobs" in found)
    (step,) = (step for step in workflow["jobs"]["feeds"]["steps"] if "stridesfeed" in step["uses"])
    assert set(step["with"]) <= set(ACTION["inputs"])


def recipes() -> dict[str, str]:
    (gitlab,) = (found for found in map(yaml.safe_load, re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)) if "pages" in found)
    (netlify,) = re.findall(r"```toml\n(# netlify.*?)```", PAGE, re.DOTALL)
    (cloudflare,) = re.findall(r"```sh\n(pip.*?)```", PAGE, re.DOTALL)
    return {
        "gitlab": "\n".join(gitlab["pages"]["script"]),
        "netlify": tomllib.loads(netlify)["build"]["command"],
        "cloudflare": cloudflare,
    }


@pytest.mark.parametrize("host", ["gitlab", "netlify", "cloudflare"])
def test_recipes_build_and_need_a_committed_ledger(machine: Machine, host: str) -> None:
    script = recipes()[host]
    assert machine.run(script, check=False).returncode == 1
    machine.commit_ledger()
    machine.run(script)
    assert (machine.site / "public" / "feed.xml").exists()
    assert machine.pip.read_text(encoding="utf-8").splitlines()[-1] == "install stridesfeed[cli,markdown]"


def test_the_dockerfile_copies_files_that_exist_and_installs_extras_that_exist() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    copied = [name for line in lines if line.startswith("COPY ") and "--from" not in line for name in line.split()[1:-1]]
    assert copied
    assert all((ROOT / name).exists() for name in copied)
    (extras,) = (found[1] for line in lines if (found := re.search(r"\.whl\)\[([\w,]+)\]", line)))
    assert set(extras.split(",")) <= set(EXTRAS)
    assert lines.index("USER stridesfeed") < lines.index('ENTRYPOINT ["stridesfeed"]')
