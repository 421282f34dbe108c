import { readFileSync } from 'node:fs';
import { DeploymentV1 } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { TerraformResource, TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { Gated, REGISTRY, isWritten, sha, thrown } from '../support';

/** Stacks as these tests of the gate build them: resources of any type, refusals and warnings. */

export const BAD_PINNED = `${REGISTRY}/shop/web@${sha('b')}`;

/** A resource of any type, with any attributes. */
export class Resource extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    terraformResourceType: string,
    private readonly attributes: { readonly [name: string]: unknown },
  ) {
    super(scope, id, { terraformResourceType });
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { ...this.attributes };
  }
}

export function kubernetes(scope: Construct, id: string, images: readonly string[]): DeploymentV1 {
  const stack = TerraformStack.of(scope);
  if (stack.node.tryFindChild('kubernetes') === undefined) {
    new KubernetesProvider(stack, 'kubernetes');
  }
  return new DeploymentV1(scope, id, {
    metadata: { name: id, labels: { image: 'busybox' } },
    spec: {
      replicas: '2',
      selector: { matchLabels: { app: id } },
      template: {
        metadata: { labels: { app: id } },
        spec: { container: images.map((one, index) => ({ name: `c${index}`, image: one })) },
      },
    },
  });
}

/** As deep as one likes; what it holds is for the test to know. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any depth
export type Json = { [key: string]: any };

export function synthesized(stack: TerraformStack): Json {
  return JSON.parse(Testing.synth(stack)) as Json;
}

/** What the stack would be without a gate: what cdktf makes behind the door. */
export function ungated(stack: TerraformStack): Json {
  const json = TerraformStack.prototype.toTerraform.call(stack) as unknown;
  return JSON.parse(JSON.stringify(json)) as Json;
}

export const denial = (given: Gated): string => {
  const { code, message } = thrown(() => given.app.synth());
  expect(code).toBe('HSS_IMAGE_DENIED');
  expect(isWritten(given.app)).toBe(false);
  return message;
};

export function warningsOf(app: Gated['app'], stack = 'shop'): string[] {
  const manifest = JSON.parse(readFileSync(`${app.outdir}/manifest.json`, 'utf8')) as {
    stacks: { [id: string]: { annotations: { level: string; message: string }[] } };
  };
  return manifest.stacks[stack].annotations
    .filter(({ level }) => level === '@cdktf/warn')
    .map(({ message }) => message);
}

export const HELM = (scope: Construct): Resource =>
  new Resource(scope, 'chart', 'helm_release', { name: 'x', chart: 'nginx' });
