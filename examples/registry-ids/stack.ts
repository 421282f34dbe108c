import { TerraformOutput, TerraformStack } from 'cdktf';
import { DataResource } from 'cdktf/lib/terraform-data-resource';
import {
  DataHssImageRegistries,
  DataHssImageSyncTaskRegistries,
  HssConnection,
  HssSource,
  RegistryType,
} from 'cdktf-hss';
import { Construct } from 'constructs';

export interface RegistriesStackProps {
  /** ID of the image synchronization task that must be finished. */
  readonly syncTaskId: string;
  /** Where rows come from. Default: HSS. */
  readonly source?: HssSource;
}

/**
 * Registry IDs as plain values of a stack, and a resource that is created only after a
 * synchronization has finished.
 */
export class RegistriesStack extends TerraformStack {
  constructor(scope: Construct, id: string, props: RegistriesStackProps) {
    super(scope, id);
    new HssConnection(this, 'hss', { source: props.source });

    // Both requests start before the first result is read.
    const registries = new DataHssImageRegistries(this, 'registries', {
      registryTypes: [RegistryType.HARBOR],
    });
    const sync = new DataHssImageSyncTaskRegistries(this, 'sync', {
      taskId: props.syncTaskId,
      waitSeconds: 60,
    });

    const production = registries.byName('prod-harbor');
    new TerraformOutput(this, 'production_registry_id', { value: production.id, staticId: true });
    new TerraformOutput(this, 'registry_addresses', {
      value: registries.addresses,
      staticId: true,
    });

    if (!sync.allFinished) {
      const failed = sync.failedRows.map((row) => `${row.registryName}: ${row.failedReason}`);
      throw new Error(
        `the synchronization is not through: ${failed.join(', ') || 'it still runs'}`,
      );
    }
    // terraform_data is built into Terraform. Your own resources use the IDs in the same way.
    new DataResource(this, 'release', { input: { registryIds: sync.ids } });
  }
}
