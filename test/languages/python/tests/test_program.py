"""A whole program, the one that docs/languages.md shows, against an HSS in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from shop import FRAMEWORK, PINNED, images, scanned_data

MAIN = Path(__file__).parent.parent / "stack" / "main.py"

Simulate = Callable[..., dict[str, str]]


def run_main(folder: Path, settings: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    program = folder / "main.py"
    program.write_text(MAIN.read_text().replace("from cdktf import", f"from {FRAMEWORK} import"))
    return subprocess.run(
        [sys.executable, str(program)],
        cwd=folder,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
    )


def test_pins_an_image_in_a_program(simulate: Simulate, tmp_path: Path) -> None:
    program = run_main(tmp_path, simulate(scanned_data("Low")))
    assert program.returncode == 0, program.stderr
    written = next(tmp_path.rglob("cdk.tf.json"))
    assert images(json.loads(written.read_text())) == {"web": PINNED}


def test_a_refused_program_ends_with_exit_code_1_and_the_code(
    simulate: Simulate, tmp_path: Path
) -> None:
    program = run_main(tmp_path, simulate(scanned_data("High")))
    assert program.returncode == 1
    assert "\nRuntimeError: HSS_IMAGE_DENIED: stack shop is refused" in program.stderr
    assert list(tmp_path.rglob("cdk.tf.json")) == []
