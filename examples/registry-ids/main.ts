import { App } from 'cdktf';
import { HssSource, RegistryStatus, RegistryType, SyncStatus } from 'cdktf-hss';
import { RegistriesStack } from './stack';

// Rows in memory, so that this runs without an account. Remove the source to query HSS.
const source = HssSource.fixture({
  imageRegistries: [
    {
      id: 'ad7552e3-1eb7-475a-b5a4-3d28262b855e',
      registryName: 'prod-harbor',
      registryType: RegistryType.HARBOR,
      registryAddr: 'harbor.example.com',
      status: RegistryStatus.SUCCESS,
    },
    {
      id: '0d3f7c1c-51a4-4d55-9c0e-3d7a8a0f5b11',
      registryName: 'staging-harbor',
      registryType: RegistryType.HARBOR,
      registryAddr: 'harbor.staging.example.com',
      status: RegistryStatus.FAIL,
      failReason: 'REQUEST_API_ERROR',
    },
  ],
  imageSyncTaskRegistries: {
    'nightly-sync': [
      {
        registryId: 'ad7552e3-1eb7-475a-b5a4-3d28262b855e',
        registryName: 'prod-harbor',
        registryType: RegistryType.HARBOR,
        syncStatus: SyncStatus.FINISHED,
      },
    ],
  },
});

const app = new App();
new RegistriesStack(app, 'registries', { syncTaskId: 'nightly-sync', source });
app.synth();
