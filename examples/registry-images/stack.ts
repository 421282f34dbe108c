import { join } from 'node:path';
import { DeploymentV1 } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { TerraformStack } from 'cdktf';
import { HssConnection, HssImageGate, HssSource, ImagePolicy } from 'cdktf-hss';
import { Construct } from 'constructs';

export interface ShopStackProps {
  /** Where scan results come from. Default: HSS. */
  readonly source?: HssSource;
}

/** Two deployments, with images from SWR and from a Harbor registry, behind one gate. */
export class ShopStack extends TerraformStack {
  public readonly gate: HssImageGate;

  constructor(scope: Construct, id: string, props: ShopStackProps) {
    super(scope, id);
    // The region also determines the host of SWR.
    new HssConnection(this, 'hss', { region: 'cn-north-4', source: props.source });
    this.gate = new HssImageGate(this, 'gate', {
      policy: ImagePolicy.fromFile(join(__dirname, 'image-policy.yaml')),
    });

    new KubernetesProvider(this, 'kubernetes', { configPath: '~/.kube/config' });
    this.deploy('web', 'swr.cn-north-4.myhuaweicloud.com/shop/web:1.4.2');
    this.deploy('worker', 'harbor.example.com/shop/worker:2.0');
  }

  private deploy(name: string, image: string): void {
    new DeploymentV1(this, name, {
      metadata: { name },
      spec: {
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name } },
          spec: { container: [{ name, image }] },
        },
      },
    });
  }
}
