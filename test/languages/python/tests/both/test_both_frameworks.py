"""An app of cdktf and one of cdktn in one program: each stack is gated by its own framework."""

from pathlib import Path
from types import ModuleType

import cdktf
import cdktn
import jsii
import pytest
from cdktf_hss import SeverityLevel
from constructs import IConstruct
from shop import PINNED, Shop, images

ORDERS = [[cdktf, cdktn], [cdktn, cdktf]]


@pytest.mark.parametrize("order", ORDERS, ids=["cdktf first", "cdktn first"])
def test_pins_in_stacks_of_both(order: list[ModuleType], tmp_path: Path) -> None:
    shops = [Shop(tmp_path / using.__name__, using=using, at_plan=True) for using in order]
    for shop in shops:
        written = shop.synth()
        assert images(written) == {"web": PINNED}
        [web] = written["resource"]["kubernetes_deployment_v1"].values()
        assert len(web["lifecycle"]["precondition"]) == 1


@pytest.mark.parametrize("order", ORDERS, ids=["cdktf first", "cdktn first"])
def test_refuses_in_stacks_of_both(order: list[ModuleType], tmp_path: Path) -> None:
    for using in order:
        shop = Shop(tmp_path / using.__name__, SeverityLevel.HIGH, using=using)
        with pytest.raises(RuntimeError, match=r"\AHSS_IMAGE_DENIED: "):
            shop.app.synth()
        assert not shop.file.exists()


@pytest.mark.parametrize("using", [cdktf, cdktn], ids=["cdktf", "cdktn"])
def test_aspects_of_a_framework_reach_its_stacks(using: ModuleType, tmp_path: Path) -> None:
    shop = Shop(tmp_path, using=using)

    @jsii.implements(using.IAspect)
    class Rename:
        def visit(self, node: IConstruct) -> None:
            if isinstance(node, using.TerraformResource):
                node.add_override("metadata.name", "renamed")

    using.Aspects.of(shop.stack).add(Rename())
    [web] = shop.synth()["resource"]["kubernetes_deployment_v1"].values()
    assert web["metadata"] == {"name": "renamed"}
