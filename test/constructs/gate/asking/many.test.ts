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

let hss: SimulatorProcess;
beforeAll(async () => {
  hss = await SimulatorProcess.serving({ cicd_images: IMAGES.map(apiRow) });
});
afterAll(() => hss.stop());

test('200 deployments of 40 images are pinned with the requests of three and one listing, which overlap', async () => {
  await hss.reset();
  await hss.faults({ kind: 'latency', ms: 20 });
  const app = Testing.app();
  const stack = new TerraformStack(app, 'shop');
  connect(hss, stack);
  const one = gate(stack);
  deploy(stack, 200);
  app.synth();
  expect(await hss.requests()).toHaveLength(7);
  expectOverlap(await hss.peak());
  expect(one.coverage).toHaveLength(200);
  const written = readFileSync(stackFile(app, 'shop'), 'utf8');
  expect(written.split('@sha256:')).toHaveLength(201);
  expect(written).not.toContain(':1.4"');
  app.synth();
  expect(await hss.requests()).toHaveLength(7);
});

/** 19 pages and 21 of others' images, below and above what is listed for the sake of a few. */
const others = (pages: number): ReturnType<typeof apiRow>[] =>
  Array.from({ length: pages * 199 }, (_, index) =>
    apiRow(image({ namespace: 'other', imageName: `app-${index}` })),
  );

test.each([
  // The first three by name, in two ways each, and the project's pages.
  ['of a project of 3,821 images', 19, 6 + 20],
  // One page says that it is too large, and then each by name.
  ['of a project of 4,219 images', 21, 6 + 1 + 37 * 2],
])('the requests for 40 images are shared: %s', async (_, pages, requests) => {
  await hss.data({ cicd_images: [...others(pages), ...IMAGES.map(apiRow)] });
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
