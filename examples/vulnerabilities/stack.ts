import { DeploymentV1 } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { TerraformStack } from 'cdktf';
import { HssConnection, HssImageGate, HssSource, ImagePolicy } from 'cdktf-hss';
import { Construct } from 'constructs';

export interface ShopStackProps {
  /** Path of the policy. */
  readonly policy: string;
  /** Where scan results come from. Default: HSS. */
  readonly source?: HssSource;
}

/** A deployment whose image may have only the vulnerabilities that the policy accepts. */
export class ShopStack extends TerraformStack {
  constructor(scope: Construct, id: string, props: ShopStackProps) {
    super(scope, id);
    new HssConnection(this, 'hss', { source: props.source });
    new HssImageGate(this, 'gate', { policy: ImagePolicy.fromFile(props.policy) });

    new KubernetesProvider(this, 'kubernetes', { configPath: '~/.kube/config' });
    new DeploymentV1(this, 'web', {
      metadata: { name: 'web' },
      spec: {
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: {
            container: [{ name: 'web', image: 'swr.cn-north-4.myhuaweicloud.com/shop/web:1.4.2' }],
          },
        },
      },
    });
  }
}
