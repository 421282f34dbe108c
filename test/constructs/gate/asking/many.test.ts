import { DeploymentV1 } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { readFileSync } from 'node:fs';
import { TerraformStack, Testing } from 'cdktf';
import { SimulatorProcess } from '../../../support/simulator';
import { REGISTRY, apiRow, connect, gate, image, sha, stackFile } from '../../support';
import { expectOverlap } from '../../../support/overlap';

/** A stack as large as they get. */

const IMAGES = Array.from({ length: 40 }, (_, index) =>
  image({ imageName: `app-${index}`, imageDigest: sha((index % 16).toString(16)) }),
);
const tagged = (index: number): string => `${REGISTRY}/shop/app-${index % IMAGES.length}:1.4`;

function deploy(stack: TerraformStack, count: number): void {
  new KubernetesProvider(stack, 'kubernetes');
  for (let index = 0; index < count; index++) {
    new DeploymentV1(stack, `d${index}`, {
      metadata: { name: `d${index}` },
      spec: {
        template: {
          metadata: { labels: { app: `d${index}` } },
          spec: { container: [{ name: 'c', image: tagged(index) }] },
        },
      },
    });
  }
}

/** The registry that holds the images, which HSS lists there as well. */
const REGISTRIES = [{ id: 'r-1', registry_name: 'prod', registry_addr: REGISTRY }];
const inRegistry = (row: ReturnType<typeof apiRow>) => ({
  ...row,
  registry_id: 'r-1',
  registry_name: 'prod',
  image_type: 'harbor',
  registry_type: 'Harbor',
});

let hss: SimulatorProcess;
beforeAll(async () => {
  hss = await SimulatorProcess.serving({
    cicd_images: IMAGES.map(apiRow),
    registry_images: IMAGES.map(apiRow).map(inRegistry),
    image_registries: REGISTRIES,
  });
});
afterAll(() => hss.stop());

test('200 deployments of 40 images are pinned with the requests of three and the listings, which overlap', async () => {
  await hss.reset();
  await hss.faults({ kind: 'latency', ms: 20 });
  const app = Testing.app();
  const stack = new TerraformStack(app, 'shop');
  connect(hss, stack);
  const one = gate(stack);
  deploy(stack, 200);
  app.synth();
  // Three by name and a page, of each list; and the registries.
  expect(await hss.requests()).toHaveLength(2 * 7 + 1);
  expectOverlap(await hss.peak());
  expect(one.coverage).toHaveLength(200);
  const written = readFileSync(stackFile(app, 'shop'), 'utf8');
  expect(written.split('@sha256:')).toHaveLength(201);
  expect(written).not.toContain(':1.4"');
  app.synth();
  // Three by name and a page, of each list; and the registries.
  expect(await hss.requests()).toHaveLength(2 * 7 + 1);
});

/** 19 pages and 21 of others' images, below and above what is listed for the sake of a few. */
const others = (pages: number): ReturnType<typeof apiRow>[] =>
  Array.from({ length: pages * 199 }, (_, index) =>
    apiRow(image({ namespace: 'other', imageName: `app-${index}` })),
  );

/** The first three by name, in two ways each, and a project's pages. */
const shared = (pages: number): number => 6 + pages;
/** One page says that the project is too large, and then each by name. */
const BY_NAME = 6 + 1 + 37 * 2;

test.each([
  { given: '3,821 images in each list', pages: [19, 19], requests: shared(20) + shared(20) + 1 },
  { given: '4,219 CI/CD images', pages: [21, 0], requests: BY_NAME + shared(1) + 1 },
  { given: '4,219 registry images', pages: [0, 21], requests: shared(1) + BY_NAME + 1 },
])('the requests for 40 images of $given are shared', async ({ pages, requests }) => {
  const [cicd, registry] = pages.map((count) => [...others(count), ...IMAGES.map(apiRow)]);
  await hss.data({
    cicd_images: cicd,
    registry_images: registry.map(inRegistry),
    image_registries: REGISTRIES,
  });
  await hss.reset();
  await hss.faults({ kind: 'latency', ms: 20 });
  const stack = new TerraformStack(Testing.app(), 'shop');
  connect(hss, stack);
  const one = gate(stack);
  for (let index = 0; index < 40; index++) one.require(tagged(index));
  expect(one.verdicts.map(({ pinnedReference }) => pinnedReference)).toEqual(
    IMAGES.map(({ imageName, imageDigest }) => `${REGISTRY}/shop/${imageName}@${imageDigest}`),
  );
  expect(await hss.requests()).toHaveLength(requests);
  expectOverlap(await hss.peak());
});
