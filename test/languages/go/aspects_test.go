package consumer

import (
	"strings"
	"testing"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/cdktf-hss/cdktf-hss-go/hss"
)

const unknown = "registry.example/shop/log:1"

// addSidecar is an aspect that adds a container to every deployment. Aspects are handed over as pointers.
type addSidecar struct{ image string }

func (a *addSidecar) Visit(node constructs.IConstruct) {
	if deployment, ok := node.(TerraformResource); ok {
		containers(deployment, container{"web", image}, container{"sidecar", a.image})
	}
}

func TestPinsWhatAnAspectAdds(t *testing.T) {
	shop := newShop(t, hss.SeverityLevel_LOW, hss.HssImageGateProps{})
	Aspects_Of(shop.stack).Add(&addSidecar{image})
	wantImages(t, shop.synth(t), map[string]string{"web": pinned, "sidecar": pinned})
}

func TestRefusesWhatAnAspectAdds(t *testing.T) {
	shop := newShop(t, hss.SeverityLevel_LOW, hss.HssImageGateProps{})
	Aspects_Of(shop.stack).Add(&addSidecar{unknown})
	wantRefusal(t, shop, unknown)
}

// auditor is an aspect that has the gate judge an image for every deployment. A panic must not leave an aspect: jsii's
// process would not be told, and would fail with a stack trace of its own when it is closed.
type auditor struct {
	gate      hss.HssImageGate
	reference string
	verdict   *hss.ImageVerdict
	err       error
}

func (a *auditor) Visit(node constructs.IConstruct) {
	if _, ok := node.(TerraformResource); ok {
		a.err = try(func() { a.verdict = a.gate.Evaluate(&a.reference) })
	}
}

func TestAnAspectAsksTheGate(t *testing.T) {
	shop := newShop(t, hss.SeverityLevel_LOW, hss.HssImageGateProps{})
	listed := &auditor{gate: shop.gate, reference: image}
	wrong := &auditor{gate: shop.gate, reference: "not a reference"}
	Aspects_Of(shop.stack).Add(listed)
	Aspects_Of(shop.stack).Add(wrong)
	wantImages(t, shop.synth(t), map[string]string{"web": pinned})
	equal(t, listed.verdict.Decision, hss.Decision_ALLOW)
	if wrong.err == nil || !strings.HasPrefix(wrong.err.Error(), "HSS_INVALID_ARGUMENT: ") {
		t.Error(wrong.err)
	}
}
