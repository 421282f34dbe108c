import { CronJobV1 } from '@cdktf/provider-kubernetes/lib/cron-job-v1';
import { DeploymentV1 } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { TerraformStack } from 'cdktf';
import { HssConnection, HssImageGate, HssSource, ImagePolicy } from 'cdktf-hss';
import { Construct } from 'constructs';

const registry = 'swr.cn-north-4.myhuaweicloud.com';

export interface ShopStackProps {
  /** Path of the team's policy. */
  readonly policy: string;
  /** Where scan results come from. Default: HSS. */
  readonly source?: HssSource;
}

/** A stack with a gate that takes one line. */
export class ShopStack extends TerraformStack {
  public readonly gate: HssImageGate;

  constructor(scope: Construct, id: string, props: ShopStackProps) {
    super(scope, id);
    new HssConnection(this, 'hss', { source: props.source });
    this.gate = new HssImageGate(this, 'gate', { policy: ImagePolicy.fromFile(props.policy) });

    new KubernetesProvider(this, 'kubernetes', { configPath: '~/.kube/config' });
    new DeploymentV1(this, 'web', {
      metadata: { name: 'web', labels: { app: 'web' } },
      spec: {
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { container: [{ name: 'web', image: `${registry}/shop/web:1.4.2` }] },
        },
      },
    });
    new CronJobV1(new Construct(this, 'batch'), 'report', {
      metadata: { name: 'report' },
      spec: {
        schedule: '0 4 * * *',
        jobTemplate: {
          metadata: {},
          spec: {
            template: {
              metadata: {},
              spec: { container: [{ name: 'report', image: `${registry}/shop/worker:2.0` }] },
            },
          },
        },
      },
    });
  }
}
