import { namingPermission } from '../../src/client/permission';
import { HssError } from '../../src/contract/error';

const failing = (code: 'HSS_FORBIDDEN' | 'HSS_TIMEOUT'): Promise<unknown> =>
  namingPermission('ListImageScanTask', () => Promise.reject(new HssError(code, 'no')));

test('a refused permission is named by its operation', async () => {
  await expect(failing('HSS_FORBIDDEN')).rejects.toMatchObject({
    code: 'HSS_FORBIDDEN',
    details: { advice: expect.stringContaining('the permission of ListImageScanTask in') },
  });
});

test('any other error stays as it is', async () => {
  await expect(failing('HSS_TIMEOUT')).rejects.toMatchObject({ details: {} });
});
