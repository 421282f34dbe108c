"""An error of this package arrives as a RuntimeError whose message begins with the error's code."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cdktf_hss import (
    DataHssImageRegistries,
    HssConnection,
    HssCredentials,
    HssImageGate,
    ImagePolicy,
    SeverityLevel,
)
from shop import FRAMEWORK, Shop, framework


def unreachable(shop: Shop) -> DataHssImageRegistries:
    stack = framework.TerraformStack(shop.app, "other")
    HssConnection(
        stack,
        "unreachable",
        endpoint="http://127.0.0.1:9",
        project_id="p",
        credentials=HssCredentials.token("t0ken"),
        max_retries=0,
    )
    return DataHssImageRegistries(stack, "registries")


CASES: dict[str, Callable[[Shop], Any]] = {
    "HSS_POLICY_INVALID: of a constructor": lambda shop: ImagePolicy(
        max_severity=SeverityLevel.LOW, max_scan_age_hours=-1
    ),
    "HSS_POLICY_INVALID: of a static method": lambda shop: ImagePolicy.from_file("none.yaml"),
    "HSS_INVALID_ARGUMENT: of a constructor in a tree": lambda shop: HssImageGate(
        shop.app, "gate", policy=ImagePolicy(max_severity=SeverityLevel.LOW)
    ),
    "HSS_INVALID_ARGUMENT: of a method": lambda shop: shop.gate.evaluate("not a reference"),
    "HSS_NOT_FOUND: of a method of a lookup": lambda shop: DataHssImageRegistries(
        shop.stack, "registries"
    ).by_name("none"),
    "HSS_UNREACHABLE: of a getter": lambda shop: unreachable(shop).rows,
}


@pytest.mark.parametrize("case", CASES)
def test_errors_begin_with_their_code(case: str, tmp_path: Path) -> None:
    code = case.split(":")[0]
    with pytest.raises(RuntimeError, match=rf"\A{code}: "):
        CASES[case](Shop(tmp_path))


def test_without_a_framework_says_so_and_takes_one_that_is_imported_later() -> None:
    program = f"""
import constructs
from cdktf_hss import HssConnection
root = constructs.RootConstruct("root")
try:
    HssConnection(root, "early")
except RuntimeError as error:
    print(str(error).splitlines()[0])
import {FRAMEWORK}
stack = {FRAMEWORK}.TerraformStack({FRAMEWORK}.App(), "shop")
print(HssConnection(stack, "hss").node.path)
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert ended.stdout.splitlines() == [
        "HSS_NO_FRAMEWORK: neither cdktf nor cdktn can be loaded",
        "shop/hss",
    ], ended.stderr
