"""A shop, whose stack has one deployment, and what HSS says about its image."""

import importlib
import importlib.util
import json
import time
from pathlib import Path
from types import ModuleType
from typing import Any

from cdktf_hss import (
    Enforcement,
    HssCicdImage,
    HssConnection,
    HssImageGate,
    HssSource,
    ImagePolicy,
    ScanStatus,
    SeverityLevel,
)
from constructs import Construct

#: cdktf where it is installed, else cdktn.
FRAMEWORK = "cdktf" if importlib.util.find_spec("cdktf") else "cdktn"
framework: ModuleType = importlib.import_module(FRAMEWORK)

IMAGE = "swr.cn-north-4.myhuaweicloud.com/shop/web:1.4.2"
DIGEST = "sha256:" + "5e0c" * 16
PINNED = IMAGE.replace(":1.4.2", "@" + DIGEST)

HOUR = 3_600_000


def now() -> int:
    """Milliseconds since 1970. A time with a fraction breaks the API's contract."""
    return int(time.time() * 1000)


def scanned(severity: SeverityLevel) -> HssCicdImage:
    """The row of the shop's image."""
    return HssCicdImage(
        namespace="shop",
        image_name="web",
        image_version="1.4.2",
        image_digest=DIGEST,
        scan_status=ScanStatus.SUCCESS,
        severity_level=severity,
        malicious_file_num=0,
        latest_update_time=now() - 30 * HOUR,
        latest_scan_time=now() - 29 * HOUR,
    )


def scanned_data(severity: str) -> dict[str, Any]:
    """The same row as the simulator serves it."""
    row = {
        "namespace": "shop",
        "image_name": "web",
        "image_version": "1.4.2",
        "image_digest": DIGEST,
        "scan_status": "success",
        "severity_level": severity,
        "malicious_file_num": 0,
        "latest_update_time": {"hoursAgo": 30},
        "latest_scan_time": {"hoursAgo": 29},
    }
    return {"cicd_images": [row]}


class Shop:
    """An app of one gated stack."""

    def __init__(
        self,
        folder: Path,
        severity: SeverityLevel = SeverityLevel.LOW,
        policy: ImagePolicy | None = None,
        using: ModuleType = framework,
        enforcement: Enforcement = Enforcement.DENY,
        at_plan: bool = False,
        rows: list[HssCicdImage] | None = None,
    ) -> None:
        self.folder = folder
        self.app = using.App(outdir=str(folder))
        self.stack = using.TerraformStack(self.app, "shop")
        source = HssSource.fixture(cicd_images=rows or [scanned(severity)])
        HssConnection(self.stack, "hss", source=source, region="cn-north-4")
        self.gate = HssImageGate(
            self.stack,
            "gate",
            policy=policy or ImagePolicy(max_severity=SeverityLevel.LOW),
            enforcement=enforcement,
            at_plan=at_plan,
        )
        self.web = deployment(self.stack, "web", IMAGE, using)

    @property
    def file(self) -> Path:
        return self.folder / "stacks" / "shop" / "cdk.tf.json"

    def synth(self) -> dict[str, Any]:
        """What is written of the stack."""
        self.app.synth()
        return json.loads(self.file.read_text())


def deployment(scope: Construct, name: str, image: str, using: ModuleType = framework) -> Any:
    resource = using.TerraformResource(
        scope, name, terraform_resource_type="kubernetes_deployment_v1"
    )
    resource.add_override("spec.template.spec.container", [{"name": name, "image": image}])
    return resource


def images(stack: dict[str, Any]) -> dict[str, str]:
    """The images of a synthesized stack, by their containers' names."""
    pods = [
        resource["spec"]["template"]["spec"]
        for resource in stack["resource"]["kubernetes_deployment_v1"].values()
    ]
    return {
        container["name"]: container["image"]
        for pod in pods
        for container in [*pod["container"], *pod.get("init_container", [])]
    }
