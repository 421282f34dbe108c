from pathlib import Path

import jsii
import pytest
from constructs import IConstruct
from shop import IMAGE, PINNED, Shop, framework, images

UNKNOWN = "registry.example/shop/log:1"


@jsii.implements(framework.IAspect)
class AddSidecar:
    """Adds a container to every resource."""

    def __init__(self, image: str) -> None:
        self.image = image

    def visit(self, node: IConstruct) -> None:
        if isinstance(node, framework.TerraformResource):
            sidecar = {"name": "sidecar", "image": self.image}
            node.add_override("spec.template.spec.init_container", [sidecar])


def test_pins_what_an_aspect_adds(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    framework.Aspects.of(shop.stack).add(AddSidecar(IMAGE))
    assert images(shop.synth()) == {"web": PINNED, "sidecar": PINNED}


def test_refuses_what_an_aspect_adds(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    framework.Aspects.of(shop.stack).add(AddSidecar(UNKNOWN))
    with pytest.raises(RuntimeError, match=r"\AHSS_IMAGE_DENIED: ") as refusal:
        shop.app.synth()
    assert UNKNOWN in str(refusal.value)
    assert not shop.file.exists()
