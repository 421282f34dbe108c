import fc from 'fast-check';
import { discover, pin } from '../../src/discovery';
import {
  Deployments,
  casesOf,
  enforcementOf,
  judgeResources,
  readPlan,
  readVerdicts,
} from '../../src/plan';
import { Enforcement, policyFromProps } from '../../src/policy';
import { SeverityLevel } from '../../src/contract/enums';
import { change, gateOutput, plan, pod } from '../plan/support';
import { mutated, mutatedText, odd, outcomeOf, runs, withMore } from './support';

/** Whatever stands in a plan or in a stack's JSON: its images, or that they can't be told; never silence. */

const BAD = 'swr.example.com/shop/web:1.5';
const PINNED = `swr.example.com/shop/web@sha256:${'a'.repeat(64)}`;

const POLICY = policyFromProps({ maxSeverity: SeverityLevel.LOW, strictDiscovery: true }, 0);

const PLAN = plan(
  [
    change('kubernetes_pod.web', ['create'], pod(BAD)),
    change('module.a["x"].docker_container.c[0]', ['update'], { image: BAD }),
    change('aws_ecs_task_definition.t', ['delete', 'create'], {
      container_definitions: JSON.stringify([{ name: 'a', image: BAD }]),
    }),
    change('acme_thing.t', ['create'], { image: BAD }),
    change('helm_release.h', ['create'], { chart: 'c', set: [{ name: 'image', value: BAD }] }),
  ],
  gateOutput({ policy_hash: 'h', decision_hash: 'd', enforcement: 'WARN', source: 'live' }),
);

const STACK = {
  '//': { metadata: { stackName: 'shop' } },
  terraform: { required_providers: { docker: { source: 'x' } } },
  resource: {
    docker_container: { c: { '//': { metadata: { path: 'shop/c' } }, image: BAD } },
    kubernetes_deployment: {
      d: { spec: { template: { spec: { container: [{ image: BAD, name: 'main' }] } } } },
    },
    kubectl_manifest: { m: { yaml_body: `kind: Pod\nspec:\n  containers:\n  - image: ${BAD}\n` } },
    aws_ecs_task_definition: { t: { container_definitions: `[{"image":"${BAD}"}]` } },
    helm_release: { h: { chart: 'c' } },
    acme_thing: { t: { image: BAD } },
  },
  module: { m: { source: './m', image: BAD } },
  output: { hss_gate: { value: { policy_hash: 'h' } } },
};

const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const read = (body: Buffer) => outcomeOf(() => readPlan(body, 'it.json'));

/** What a reader of a plan does with it. */
function use(planned: Deployments): void {
  const resources = judgeResources(planned, {
    policy: POLICY,
    undeterminable: Enforcement.DENY,
    judge: 'fuzz',
    now: 0,
  });
  casesOf(resources);
  enforcementOf(planned);
}

test('any bytes are a plan, a configuration, or HSS_INVALID_ARGUMENT', () => {
  const bodies = fc.oneof(
    fc.uint8Array({ maxLength: 60 }).map((given) => Buffer.from(given)),
    odd.map(bytes),
    mutated(PLAN).map(bytes),
    mutated(STACK).map(bytes),
    mutatedText(JSON.stringify(PLAN)).map((text) => Buffer.from(text)),
    mutatedText(JSON.stringify(STACK)).map((text) => Buffer.from(text, 'utf16le')),
  );
  fc.assert(
    fc.property(bodies, (body) => {
      const outcome = read(body);
      if ('error' in outcome) expect(outcome.error.code).toBe('HSS_INVALID_ARGUMENT');
      else use(outcome.value);
    }),
    runs(1500),
  );
});

/** Whether each of these resources is said to deploy the image, or something that can't be told. */
function heldBack(planned: Deployments): boolean[] {
  const { deployments, gaps } = planned;
  const said = deployments.filter(
    ({ found, doubts }) => doubts.length > 0 || found.some(({ reference }) => reference === BAD),
  );
  return [gaps.length > 0 || said.length >= 5];
}

test('what is added to a plan takes no image out of it', () => {
  fc.assert(
    fc.property(withMore(PLAN), (document) => {
      const outcome = read(bytes(document));
      if ('value' in outcome) expect(heldBack(outcome.value)).toEqual([true]);
    }),
    runs(800),
  );
});

test('a stack’s JSON of any kind is discovered, and pinned where an image was found', () => {
  fc.assert(
    fc.property(fc.oneof(mutated(STACK), odd), (document) => {
      const found = discover(document);
      for (const { outcome, reason, images } of found) {
        expect(outcome === 'undeterminable').toBe(reason !== undefined);
        expect(outcome !== 'none' || images.length === 0).toBe(true);
      }
      const edits = found
        .flatMap(({ images }) => images)
        .flatMap(({ at }) => (at === undefined ? [] : [{ at, reference: PINNED }]));
      const again = discover(pin(document, edits));
      expect(
        again.flatMap(({ images }) => images.filter(({ at }) => at !== undefined)),
      ).toHaveLength(edits.length);
    }),
    runs(1000),
  );
});

test('what is added to a stack’s JSON takes no image out of it', () => {
  const before = discover(STACK);
  fc.assert(
    fc.property(withMore(STACK), (document) => {
      const after = new Map(discover(document).map((one) => [one.address, one]));
      for (const { address, images } of before) {
        const now = after.get(address);
        const isSaid = now?.images.some(({ reference }) => reference === BAD);
        if (images.length > 0) expect(isSaid === true || now?.reason !== undefined).toBe(true);
      }
    }),
    runs(800),
  );
});

test('a verdict file of any kind is read or refused', () => {
  const GOOD = {
    version: 1,
    stack: 'shop',
    images: [{ address: 'docker_container.c', path: 'shop/c', reference: BAD }],
    undeterminable: [{ address: 'helm_release.h', path: 'shop/h' }],
    ignored: [],
    output: { decision_hash: 'd' },
  };
  const files = fc.oneof(
    mutated(GOOD).map((json) => JSON.stringify(json)),
    mutatedText(JSON.stringify(GOOD)),
  );
  fc.assert(
    fc.property(files, (text) => {
      const outcome = outcomeOf(() => readVerdicts(text, 'it.json'));
      if ('error' in outcome) expect(outcome.error.code).toBe('HSS_INVALID_ARGUMENT');
    }),
    runs(600),
  );
});
