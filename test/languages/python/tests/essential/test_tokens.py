"""Values that only Terraform knows, each passed where the other package declares its own type."""

import importlib
from pathlib import Path
from typing import Any

from cdktf_hss import DataHssCicdImagesAtPlan, DataHssImageSyncTaskRegistriesAtPlan
from shop import FRAMEWORK, Shop, framework


def outputs(written: dict[str, Any]) -> dict[str, Any]:
    return {name: output["value"] for name, output in written["output"].items()}


def test_the_framework_takes_our_tokens(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    task = DataHssImageSyncTaskRegistriesAtPlan(shop.stack, "task", task_id="t-1")
    images = DataHssCicdImagesAtPlan(shop.stack, "images", namespace="shop")

    values = {
        "finished": task.all_finished,
        "digests": images.digests,
        "first": images.rows.get(0).image_digest,
    }
    for name, value in values.items():
        framework.TerraformOutput(shop.stack, name, value=value, static_id=True)
    # Imported here, after a lookup, and so are the provider's classes.
    binding = "cdktf_cdktf_provider_http" if FRAMEWORK == "cdktf" else "cdktn_provider_http"
    data_http = importlib.import_module(f"{binding}.data_http")
    data_http.DataHttp(shop.stack, "page", url="https://example.com", insecure=task.all_finished)

    written = shop.synth()
    finished = written["data"]["http"]["page"]["insecure"]
    assert finished.startswith("${")
    assert outputs(written)["finished"] == finished
    assert outputs(written)["digests"].startswith("${")
    assert outputs(written)["first"].startswith("${local.")


def test_our_lookups_take_the_frameworks_tokens(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    risky = framework.TerraformVariable(shop.stack, "risky", type="bool")
    namespace = framework.TerraformVariable(shop.stack, "namespace", type="string")
    DataHssCicdImagesAtPlan(
        shop.stack,
        "images",
        risky=risky.boolean_value,
        namespace=namespace.string_value,
    )
    given = [value for name, value in shop.synth()["locals"].items() if "_given_" in name]
    assert given == [{"risky": "${var.risky}", "namespace": "${var.namespace}"}]
