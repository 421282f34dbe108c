"""A stack with an image that HSS's scan allows, and one with an image that it does not."""

import json
import time
from pathlib import Path

import pytest
from cdktf import App, TerraformResource, TerraformStack
from cdktf_hss import (
    HssCicdImage,
    HssConnection,
    HssImageGate,
    HssSource,
    ImagePolicy,
    ScanStatus,
    SeverityLevel,
)

IMAGE = "swr.cn-north-4.myhuaweicloud.com/shop/web:1.4.2"
DIGEST = "sha256:" + "5e0c" * 16


def gated_app(folder: Path, severity: SeverityLevel) -> App:
    app = App(outdir=str(folder))
    stack = TerraformStack(app, "shop")
    now = int(time.time() * 1000)
    row = HssCicdImage(
        namespace="shop",
        image_name="web",
        image_version="1.4.2",
        image_digest=DIGEST,
        scan_status=ScanStatus.SUCCESS,
        severity_level=severity,
        malicious_file_num=0,
        latest_update_time=now,
        latest_scan_time=now,
    )
    HssConnection(stack, "hss", source=HssSource.fixture(cicd_images=[row]))
    HssImageGate(stack, "gate", policy=ImagePolicy(max_severity=SeverityLevel.LOW))
    pod = TerraformResource(stack, "web", terraform_resource_type="kubernetes_pod_v1")
    pod.add_override("spec", {"container": [{"name": "web", "image": IMAGE}]})
    return app


def test_pins_an_image_to_the_digest_that_was_scanned(tmp_path: Path) -> None:
    gated_app(tmp_path, SeverityLevel.LOW).synth()
    stack = json.loads((tmp_path / "stacks" / "shop" / "cdk.tf.json").read_text())
    [pod] = stack["resource"]["kubernetes_pod_v1"].values()
    assert pod["spec"]["container"][0]["image"] == IMAGE.replace(":1.4.2", "@" + DIGEST)


def test_refuses_an_image_and_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"^HSS_IMAGE_DENIED: stack shop is refused"):
        gated_app(tmp_path, SeverityLevel.HIGH).synth()
    assert not (tmp_path / "stacks" / "shop" / "cdk.tf.json").exists()
