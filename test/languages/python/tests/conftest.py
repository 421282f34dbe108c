import json
import subprocess
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

#: The command that the wheel brings.
HSS_GATE = str(Path(sysconfig.get_path("scripts")) / "hss-gate")

Settings = dict[str, str]


@pytest.fixture(scope="session")
def hss_gate() -> str:
    return HSS_GATE


@pytest.fixture(scope="session")
def simulate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Settings]]:
    """Starts an HSS, a process of its own, and gives the variables that it prints."""
    simulators: list[subprocess.Popen[str]] = []

    def start(data: dict[str, Any] | None = None, *options: str) -> Settings:
        arguments = list(options)
        if data is not None:
            file = tmp_path_factory.mktemp("simulator") / "data.json"
            file.write_text(json.dumps(data))
            arguments += ["--data", str(file)]
        simulator = subprocess.Popen(
            [HSS_GATE, "simulate", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )
        simulators.append(simulator)
        assert simulator.stdout is not None
        settings: Settings = {}
        for line in simulator.stdout:
            name, _, value = line.rstrip("\n").partition("=")
            settings[name] = value
            if name == "HSS_ENDPOINT":
                return settings
        raise AssertionError("the simulator ended before it was ready")

    yield start
    for simulator in simulators:
        simulator.terminate()
    for simulator in simulators:
        simulator.communicate()
