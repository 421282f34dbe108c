import { rmSync } from 'node:fs';

export default function globalTeardown(): void {
  rmSync(process.env.HSS_TEST_FOLDER!, { recursive: true, force: true, maxRetries: 3 });
}
