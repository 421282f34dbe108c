"""A stack with an image that HSS's scan allows, and one with an image that it does not."""

from pathlib import Path

import pytest
from cdktf_hss import CoverageOutcome, Decision, Enforcement, ImagePolicy, SeverityLevel
from shop import DIGEST, IMAGE, PINNED, Shop, framework, images


def test_pins_an_image_to_the_digest_that_was_scanned(tmp_path: Path) -> None:
    shop = Shop(tmp_path, SeverityLevel.LOW)
    assert images(shop.synth()) == {"web": PINNED}
    [covered] = shop.gate.coverage
    assert (covered.path, covered.outcome) == ("shop/web", CoverageOutcome.IMAGES)
    assert covered.images == [IMAGE]


def test_refuses_an_image_and_writes_nothing(tmp_path: Path) -> None:
    shop = Shop(tmp_path, SeverityLevel.HIGH)
    with pytest.raises(RuntimeError, match=r"\AHSS_IMAGE_DENIED: stack shop is refused"):
        shop.app.synth()
    assert not shop.file.exists()


def test_refuses_an_image_in_a_unit_test_of_the_stack(tmp_path: Path) -> None:
    allowed = Shop(tmp_path, SeverityLevel.LOW)
    assert PINNED in framework.Testing.synth(allowed.stack)
    refused = Shop(tmp_path, SeverityLevel.HIGH)
    with pytest.raises(RuntimeError, match=r"\AHSS_IMAGE_DENIED: "):
        framework.Testing.synth(refused.stack)


def test_takes_a_policy_from_props(tmp_path: Path) -> None:
    policy = ImagePolicy(max_severity=SeverityLevel.HIGH)
    shop = Shop(tmp_path, SeverityLevel.HIGH, policy)
    assert images(shop.synth()) == {"web": PINNED}


def test_takes_a_policy_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "image-policy.yaml"
    file.write_text("version: 1\nmaxSeverity: High\n")
    shop = Shop(tmp_path, SeverityLevel.HIGH, ImagePolicy.from_file(str(file)))
    assert images(shop.synth()) == {"web": PINNED}


def test_enums_cross_in_both_directions(tmp_path: Path) -> None:
    shop = Shop(tmp_path, SeverityLevel.HIGH, enforcement=Enforcement.WARN)
    verdict = shop.gate.evaluate(IMAGE)
    assert verdict.decision is Decision.WARN
    assert verdict.image is not None
    assert verdict.image.severity_level is SeverityLevel.HIGH
    assert [finding.rule_id for finding in verdict.findings] == ["max-severity"]
    assert verdict.pinned_reference is not None and DIGEST in verdict.pinned_reference


def test_decides_again_at_plan(tmp_path: Path) -> None:
    written = Shop(tmp_path, at_plan=True).synth()
    [web] = written["resource"]["kubernetes_deployment_v1"].values()
    [precondition] = web["lifecycle"]["precondition"]
    assert precondition["condition"].startswith("${local.hss_gate_1_verdicts[")
    assert DIGEST in precondition["condition"]
    assert written["terraform"]["required_providers"]["http"]["version"] == "3.5.0"
    assert len(written["data"]["http"]) > 0
