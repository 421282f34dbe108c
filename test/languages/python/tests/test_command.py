"""The command that the wheel brings. It behaves as it does for those who install it with npm."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from shop import IMAGE, scanned_data

POLICY = "version: 1\nmaxSeverity: Low\n"


def run(*command: str, env: dict[str, str] | None = None, **options: Any) -> Any:
    return subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, **(env or {})}, **options
    )


@pytest.mark.parametrize("severity, code", [("Low", 0), ("High", 2)])
def test_passes_exit_codes_on(
    simulate: Callable[..., dict[str, str]],
    hss_gate: str,
    tmp_path: Path,
    severity: str,
    code: int,
) -> None:
    (tmp_path / "image-policy.yaml").write_text(POLICY)
    settings = simulate(scanned_data(severity))
    outputs = ["-o", "json", "-o", "junit=junit.xml"]
    check = run(hss_gate, "check", *outputs, IMAGE, env=settings, cwd=tmp_path)
    assert check.returncode == code, check.stderr
    assert json.loads(check.stdout)["parts"][0]["images"][0]["reference"] == IMAGE
    assert "<testsuite" in (tmp_path / "junit.xml").read_text()


def test_could_not_decide(hss_gate: str, tmp_path: Path) -> None:
    check = run(hss_gate, "check", "--policy", str(tmp_path / "none.yaml"), IMAGE)
    assert check.returncode == 1
    assert check.stderr.startswith("HSS_POLICY_INVALID: ")


def test_reads_stdin(hss_gate: str, tmp_path: Path) -> None:
    (tmp_path / "image-policy.yaml").write_text(POLICY)
    plan = run(hss_gate, "plan", "-", input="{}", cwd=tmp_path)
    assert plan.returncode == 1
    assert "stdin" in plan.stderr or "terraform show -json" in plan.stderr


def test_becomes_node_with_the_arguments_as_they_are(hss_gate: str, tmp_path: Path) -> None:
    """So signals, the terminal and all else that a process has are the command's."""
    node = tmp_path / "node"
    node.write_text('#!/bin/sh\nshift\necho "$$"\nprintf "%s\\n" "$@"\n')
    node.chmod(0o755)
    arguments = ["check", "a  b", "$(exit 3)", "*", "'", ""]
    command = subprocess.Popen(
        [hss_gate, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "JSII_NODE": str(node)},
    )
    output, _ = command.communicate()
    assert output.splitlines() == [str(command.pid), *arguments]


def test_says_what_to_do_without_node(hss_gate: str, tmp_path: Path) -> None:
    gate = run(hss_gate, "--version", env={"PATH": str(tmp_path), "JSII_NODE": ""})
    assert gate.returncode == 1
    assert gate.stderr.startswith("hss-gate needs Node.js 20.18.1 or newer, and node was not found")


def test_is_of_the_wheels_version_and_a_module_too(hss_gate: str) -> None:
    assert run(hss_gate, "--version").stdout.strip() == version("cdktf-hss")
    module = run(sys.executable, "-m", "cdktf_hss_gate", "--version")
    assert module.stdout.strip() == version("cdktf-hss")
