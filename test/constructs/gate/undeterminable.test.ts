import { Fn, TerraformHclModule, TerraformStack, TerraformVariable } from 'cdktf';
import { CoverageOutcome, Enforcement } from '../../../src';
import {
  BAD,
  Deployment,
  GOOD,
  PINNED,
  REGISTRY,
  badImage,
  codeOf,
  deployedBy,
  gated,
  image,
  isWritten,
} from '../support';
import { HELM, Resource, denial, kubernetes, warningsOf } from './stack-support';

/** What a gate makes of resources whose images it can't determine. */

describe("a resource whose images can't be determined", () => {
  const cases: [string, (stack: TerraformStack) => unknown, RegExp][] = [
    [
      'a variable',
      (stack) => kubernetes(stack, 'r', [new TerraformVariable(stack, 'v', {}).stringValue]),
      /\$\{var\.v\}.*only Terraform can resolve/,
    ],
    [
      'a ternary',
      (stack) => new Deployment(stack, 'r', Fn.conditional(true, GOOD, 'busybox')),
      /only Terraform can resolve/,
    ],
    [
      'an interpolation',
      (stack) => new Deployment(stack, 'r', `${REGISTRY}/shop/web:\${var.x}`),
      /var\.x/,
    ],
    ['a Helm chart', HELM, /./],
    [
      'an unknown type',
      (stack) => new Resource(stack, 'r', 'acme_worker', { image: `docker://${GOOD}` }),
      /image names an image with a scheme/,
    ],
    [
      "a module's input",
      (stack) =>
        new TerraformHclModule(stack, 'r', { source: 'x/y/z', variables: { image: '${var.x}' } }),
      /var\.x/,
    ],
    [
      'container definitions that are no JSON',
      (stack) =>
        new Resource(stack, 'r', 'aws_ecs_task_definition', {
          container_definitions: `[{"image": "${GOOD}"`,
        }),
      /JSON/,
    ],
    [
      'a Nomad job',
      (stack) => new Resource(stack, 'r', 'nomad_job', { jobspec: 'job "x" {}' }),
      /./,
    ],
  ];

  test.each(cases)('%s is refused', (_, deploy, expected) => {
    const given = gated();
    deploy(given.stack);
    const message = denial(given);
    expect(message).toContain('stack shop is refused: 1 resource undeterminable');
    expect(message).toMatch(/its images can't be determined: /);
    expect(message).toMatch(expected);
    expect(message).toContain('declare the images with gate.declareImages or in the policy');
    expect(given.gate.coverage.at(-1)).toMatchObject({ outcome: CoverageOutcome.UNDETERMINABLE });
  });

  test.each(cases)(
    '%s is written with a warning under undeterminable: WARN',
    (_, deploy, expected) => {
      const { app, stack } = gated({ props: { undeterminable: Enforcement.WARN } });
      deploy(stack);
      app.synth();
      expect(isWritten(app)).toBe(true);
      const warnings = warningsOf(app);
      expect(warnings).toEqual([
        expect.stringMatching(
          /^HSS_IMAGE_DENIED \(.*undeterminable.*\): the images of .* can't be /,
        ),
      ]);
      expect(warnings[0]).toMatch(expected);
      app.synth();
      expect(warningsOf(app)).toEqual(warnings);
    },
  );

  test('undeterminable: WARN lets no known bad image through', () => {
    const given = gated({ props: { undeterminable: Enforcement.WARN } });
    new Resource(given.stack, 'r', 'acme_worker', { image: BAD });
    expect(denial(given)).toContain(`${BAD} (shop/r)`);
    const other = gated({ props: { undeterminable: Enforcement.WARN } });
    kubernetes(other.stack, 'r', ['${var.x}', BAD]);
    expect(denial(other)).toContain(`${BAD} (shop/r)`);
  });

  test('an unknown type is judged by what it names, required or not', () => {
    const { app, stack, gate } = gated({ rows: [image(), badImage()] });
    new Resource(stack, 'r', 'acme_worker', { image: gate.require(GOOD), sidecar_image: GOOD });
    app.synth();
    expect(gate.coverage).toEqual([
      {
        address: 'acme_worker.r',
        type: 'acme_worker',
        path: 'shop/r',
        outcome: 'IMAGES',
        images: [PINNED, GOOD],
        found: [
          { path: 'image', reference: PINNED },
          { path: 'sidecar_image', reference: GOOD },
        ],
        doubts: [],
        harmless: 'no rule matches',
        notes: [],
      },
    ]);
    new Resource(stack, 's', 'acme_worker', { image: gate.require(GOOD), sidecar_image: BAD });
    expect(codeOf(() => app.synth())).toBe('HSS_IMAGE_DENIED');
  });

  test('what require gave is an image also in a type that runs nothing', () => {
    const { app, stack, gate } = gated({ rows: [image(), badImage()] });
    new Resource(stack, 'kept', 'terraform_data', { input: { image: BAD } });
    new Resource(stack, 'given', 'terraform_data', { input: { image: gate.require(GOOD) } });
    app.synth();
    const outcomes = gate.coverage.map(({ address, outcome, images, harmless }) => [
      address,
      outcome,
      images,
      harmless,
    ]);
    const harmless =
      'the table of types: terraform_data runs no image by itself (provisioners are not checked)';
    expect(outcomes).toEqual([
      ['terraform_data.kept', 'NONE', [], harmless],
      ['terraform_data.given', 'IMAGES', [PINNED], harmless],
    ]);
  });

  test('an image whose later values Terraform ignores is judged and pinned, and that is noted', () => {
    const { app, stack, gate } = gated();
    const resource = new Resource(stack, 'r', 'docker_container', { image: GOOD });
    resource.addOverride('lifecycle.ignore_changes', ['image']);
    expect(deployedBy(app)).toEqual({ r: PINNED });
    expect(gate.coverage[0].notes).toEqual([expect.stringContaining('ignore_changes')]);
  });
});
