"""The command ``hss-gate``, which the wheel holds as the JavaScript that npm's users run."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

COMMAND = Path(__file__).parent / "npm" / "lib" / "bundle" / "command" / "hss-gate.js"


def main() -> NoReturn:
    """Becomes Node.js running the command, with the arguments of this process."""
    # The variable that jsii's own runtime reads.
    name = os.environ.get("JSII_NODE") or "node"
    node = shutil.which(name)
    if node is None:
        print(
            f"hss-gate needs Node.js 20.18.1 or newer, and {name} was not found\n"
            "  what to do: install Node.js, or set JSII_NODE to the path of its program",
            file=sys.stderr,
        )
        sys.exit(1)
    command = [node, str(COMMAND), *sys.argv[1:]]
    if os.name == "nt":
        # On Windows, exec starts another process and ends this one, so a shell would not wait.
        sys.exit(subprocess.call(command))
    # Python ignores these signals, and the program that replaces it would inherit that.
    for name in ("SIGPIPE", "SIGXFSZ"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    os.execv(node, command)
