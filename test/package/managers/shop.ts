import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../support/processes';
import { SimulatorProcess } from '../../support/simulator';

/** The app in app/shop.mjs, installed in a folder. */
export interface Shop {
  readonly folder: string;
  /** What runs it with arguments. */
  command(source: Source, image: string): readonly string[];
  readonly env?: { readonly [name: string]: string };
  /** Whether the runtime is Node.js, where no line of the package's code is shown. */
  readonly printsMessageAlone?: boolean;
}

type Source = 'fixture' | 'live';

/** Some package managers take seconds to start an app. */
const TIMEOUT_MS = 60_000;

/** The digest of the simulator's images, and that of the fixture's. */
const DIGESTS = { live: `sha256:${'e'.repeat(64)}`, fixture: `sha256:${'f'.repeat(64)}` };

function image(name: string, severity: string): { [field: string]: unknown } {
  return {
    image_id: name,
    namespace: 'shop',
    image_name: name,
    image_version: '1',
    image_digest: DIGESTS.live,
    scan_status: 'success',
    severity_level: severity,
    malicious_file_num: 0,
    latest_update_time: { hoursAgo: 1 },
    latest_scan_time: { hoursAgo: 1 },
  };
}

/** One image that the app's policy allows, and one that it denies. */
export function imagesOfShop(): { [field: string]: unknown }[] {
  return [image('web', 'Low'), image('infected', 'High')];
}

const SYNTHESIZED = join('out', 'stacks', 'shop', 'cdk.tf.json');

/**
 * The tests that each package manager and runtime has to pass.
 * @param shop known once the tests run
 */
export function testsOfShop(
  shop: () => Shop,
  sources: readonly Source[] = ['fixture', 'live'],
): void {
  let hss: SimulatorProcess;

  beforeAll(async () => {
    hss = await SimulatorProcess.serving({ cicd_images: imagesOfShop() });
  });
  afterAll(() => hss.stop());
  beforeEach(() => rmSync(join(shop().folder, 'out'), { recursive: true, force: true }));

  const synthesize = (source: Source, name: string): ReturnType<typeof run> => {
    const { folder, env } = shop();
    const command = shop().command(source, name);
    return run(command, { ...hss.env, NO_COLOR: '1', ...env }, folder, TIMEOUT_MS);
  };

  test.each(sources)(
    'pins an image that a %s source allows',
    async (source) => {
      expect(await synthesize(source, 'web')).toMatchObject({ exitCode: 0 });
      const { output } = JSON.parse(readFileSync(join(shop().folder, SYNTHESIZED), 'utf8'));
      expect(output).toMatchObject({
        image: { value: `registry.example/shop/web@${DIGESTS[source]}` },
        listed: { value: 'web,infected' },
      });
    },
    TIMEOUT_MS,
  );

  test.each(sources)(
    'refuses an image that a %s source denies, and writes nothing',
    async (source) => {
      const { exitCode, stderr } = await synthesize(source, 'infected');
      expect(exitCode).not.toBe(0);
      expect(stderr).toMatch(REFUSAL);
      if (shop().printsMessageAlone === true) expect(stderr).not.toContain('cdktf-hss/lib');
      expect(existsSync(join(shop().folder, SYNTHESIZED))).toBe(false);
    },
    TIMEOUT_MS,
  );
}

/** Node and Bun show where an error was thrown first. Bun and Deno repeat its name, which is the code. */
const REFUSAL =
  /^ *(error: Uncaught \(in promise\) )?(HSS_IMAGE_DENIED: )+stack shop is refused[^]*max-severity/m;
