import { join } from 'node:path';
import { DeploymentV1 } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { TerraformStack } from 'cdktf';
import { HssConnection, HssImageGate, HssSource, ImagePolicy } from 'cdktf-hss';
import { Construct } from 'constructs';

export interface ShopStackProps {
  /** The image to deploy, by tag. */
  readonly image: string;
  /** Where scan results come from. Default: HSS. */
  readonly source?: HssSource;
}

/**
 * A deployment whose image must pass image-policy.yaml and is pinned to the digest that passed.
 * With `atPlan`, Terraform queries HSS again at every plan, so an image that no longer passes is
 * not deployed.
 */
export class ShopStack extends TerraformStack {
  public readonly gate: HssImageGate;

  constructor(scope: Construct, id: string, props: ShopStackProps) {
    super(scope, id);
    new KubernetesProvider(this, 'kubernetes', { configPath: '~/.kube/config' });
    new HssConnection(this, 'hss', { source: props.source });
    this.gate = new HssImageGate(this, 'gate', {
      policy: ImagePolicy.fromFile(join(__dirname, 'image-policy.yaml')),
      atPlan: true,
    });

    new DeploymentV1(this, 'web', {
      metadata: { name: 'web', labels: { app: 'web' } },
      spec: {
        replicas: '2',
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { container: [{ name: 'web', image: this.gate.require(props.image) }] },
        },
      },
    });
  }
}
