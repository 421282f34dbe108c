"""Ctrl-C while a lookup waits for an HSS that never answers."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from shop import FRAMEWORK

#: How long a program may take to end.
SECONDS = 2.0

PROGRAM = f"""
import sys
from {FRAMEWORK} import App, TerraformStack
from cdktf_hss import DataHssCicdImages, HssConnection, HssCredentials

stack = TerraformStack(App(outdir="out"), "shop")
HssConnection(
    stack,
    "hss",
    endpoint=sys.argv[1],
    project_id="p",
    credentials=HssCredentials.token("t0ken"),
)
print(len(DataHssCicdImages(stack, "images").rows))
"""


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """A server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(30)
        yield server


def group_members(group: int) -> set[int]:
    """The processes of a group that have not ended."""
    members = set()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            state, _, process_group = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(process_group) == group and state != "Z":
            members.add(int(entry.name))
    return members


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_a_signal_ends_a_blocked_lookup(name: str, silent: socket.socket, tmp_path: Path) -> None:
    """Ctrl-C reaches all processes of the terminal; SIGTERM and SIGKILL the program alone."""
    port = silent.getsockname()[1]
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, f"http://127.0.0.1:{port}"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        with silent.accept()[0]:
            began = time.monotonic()
            send = os.killpg if name == "SIGINT" else os.kill
            send(program.pid, getattr(signal, name))
            output, errors = program.communicate(timeout=10)
            while group_members(program.pid) and time.monotonic() < began + 10:
                time.sleep(0.02)
            elapsed = time.monotonic() - began
        assert program.returncode != 0
        assert output == ""
        if name == "SIGINT":
            assert "\nKeyboardInterrupt\n" in errors
        assert group_members(program.pid) == set()
        assert elapsed < SECONDS
    finally:
        for member in group_members(program.pid):
            os.kill(member, signal.SIGKILL)
