import { Workspace, httpProvider } from '../support/terraform';

/** The one output of a configuration that needs no provider. */
export async function outputOf(
  configuration: object,
  prepare: (dir: string) => void = () => undefined,
): Promise<unknown> {
  const provider = await httpProvider();
  try {
    const workspace = Workspace.of(configuration, provider);
    prepare(workspace.dir);
    for (const ran of [await workspace.init(), await workspace.plan(['-out=planned'])]) {
      if (ran.status !== 0) throw new Error(ran.stderr.replace(/^ *1: .*$/gm, ''));
    }
    const { planned_values: values } = JSON.parse((await workspace.show(['planned'])).stdout) as {
      planned_values: { outputs: { [name: string]: { value: unknown } } };
    };
    return Object.values(values.outputs)[0].value;
  } finally {
    await provider.stop();
  }
}
