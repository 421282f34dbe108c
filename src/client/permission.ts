import { HssError } from '../contract/error';

/**
 * Adds the operation's name to an error about a missing permission: each operation has a separate
 * permission.
 */
export async function namingPermission<T>(
  operation: string,
  request: () => Promise<T>,
): Promise<T> {
  try {
    return await request();
  } catch (error) {
    if (!(error instanceof HssError) || error.code !== 'HSS_FORBIDDEN') throw error;
    throw new HssError(error.code, error.summary, {
      ...error.details,
      advice: `grant the credential the permission of ${operation} in this project (the system policy HSS FullAccess has it; HSS ReadOnlyAccess permits no write), and check the project ID`,
    });
  }
}
