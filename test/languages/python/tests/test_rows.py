"""The rows of a lookup: as structs, as JSON, and as structs that are made of JSON."""

import enum
import json
import re
import time
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from cdktf_hss import (
    DataHssCicdImages,
    DataHssImageRegistries,
    HssCicdImage,
    HssConnection,
    HssCredentials,
    HssImageRegistry,
    RegistryType,
    ScanStatus,
    SeverityLevel,
)
from shop import DIGEST, framework

Struct = TypeVar("Struct")
Simulate = Callable[..., dict[str, str]]


def snake_case(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def structs(text: str, struct: type[Struct]) -> list[Struct]:
    """The rows of `rows_json_for_structs` as the structs that `rows` has."""
    hints = typing.get_type_hints(struct.__init__)

    def value(hint: Any, given: Any) -> Any:
        for choice in typing.get_args(hint) or (hint,):
            if isinstance(choice, type) and issubclass(choice, enum.Enum):
                return choice[given]
        return given

    def made(row: dict[str, Any]) -> Struct:
        fields = {snake_case(name): given for name, given in row.items()}
        return struct(**{name: value(hints[name], given) for name, given in fields.items()})

    return [made(row) for row in json.loads(text)]


@pytest.fixture
def stack(tmp_path: Path, simulate: Simulate) -> Any:
    settings = simulate(
        {
            "cicd_images": [
                {
                    "namespace": "shop",
                    "image_name": "web",
                    "image_version": "1.4.2",
                    "image_digest": DIGEST,
                    "scan_status": "success",
                    "severity_level": "Low",
                    "vul_num": 3,
                },
                {"namespace": "shop", "image_name": "db", "scan_status": "exploded"},
            ],
            "image_registries": [
                {"id": "r-1", "registry_name": "prod-swr", "registry_type": "SwrPrivate"}
            ],
        }
    )
    return connected(tmp_path, settings)


def connected(folder: Path, settings: dict[str, str]) -> Any:
    """A stack that asks by key."""
    stack = framework.TerraformStack(framework.App(outdir=str(folder)), "shop")
    HssConnection(
        stack,
        "hss",
        endpoint=settings["HSS_ENDPOINT"],
        project_id=settings["HW_PROJECT_ID"],
        credentials=HssCredentials.access_key(settings["HW_ACCESS_KEY"], settings["HW_SECRET_KEY"]),
    )
    return stack


def test_asks_a_live_hss_by_key(stack: Any) -> None:
    registries = DataHssImageRegistries(stack, "registries")
    assert registries.by_name("prod-swr").id == "r-1"
    assert registries.rows[0].registry_type is RegistryType.SWR_PRIVATE
    image = DataHssCicdImages(stack, "scanned").find("shop", "web", "1.4.2")
    assert image is not None
    assert (image.severity_level, image.vul_num) == (SeverityLevel.LOW, 3)


def test_an_unknown_value_of_an_enum_is_an_anomaly_of_its_row(stack: Any) -> None:
    [_, row] = DataHssCicdImages(stack, "images").rows
    assert row.scan_status is None
    assert row.anomalies is not None and "exploded" in row.anomalies[0]


def test_reads_rows_json_with_the_apis_values(stack: Any) -> None:
    [web, db] = json.loads(DataHssCicdImages(stack, "images").rows_json)
    assert web["scanStatus"] == "success"
    assert web["vulNum"] == 3
    assert "scanStatus" not in db
    [registry] = json.loads(DataHssImageRegistries(stack, "registries").rows_json)
    assert registry["registryType"] == "SwrPrivate"


def test_makes_structs_and_enums_of_rows_json_for_structs(stack: Any) -> None:
    images = DataHssCicdImages(stack, "images")
    made = structs(images.rows_json_for_structs, HssCicdImage)
    assert made[0].scan_status is ScanStatus.SUCCESS
    assert [vars(row) for row in made] == [vars(row) for row in images.rows]
    registries = DataHssImageRegistries(stack, "registries")
    made = structs(registries.rows_json_for_structs, HssImageRegistry)
    assert made[0].registry_type is RegistryType.SWR_PRIVATE
    assert [vars(row) for row in made] == [vars(row) for row in registries.rows]


def seconds(action: Callable[[], Any]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def test_20000_rows_as_json_are_faster_than_1000_as_structs(
    tmp_path: Path, simulate: Simulate
) -> None:
    many = DataHssCicdImages(connected(tmp_path, simulate(None, "--rows", "20000")), "images")
    few = DataHssCicdImages(connected(tmp_path, simulate(None, "--rows", "1000")), "images")
    # Both lists have arrived: what is measured is how they cross into Python.
    assert (many.total_num, few.total_num) == (20_000, 1_000)
    as_json = seconds(lambda: json.loads(many.rows_json))
    as_structs = seconds(lambda: few.rows)
    print(f"20,000 rows as JSON: {as_json:.2f} s; 1,000 rows as structs: {as_structs:.2f} s")
    assert as_json < as_structs
