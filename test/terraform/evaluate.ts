import { Workspace, httpProvider } from '../support/terraform';

/**
 * Has Terraform evaluate a value of a configuration in JSON, which may refer to the locals. `terraform console` evaluates each
 * local once; a plan does so twice, when it validates and when it plans.
 */
export async function evaluate(
  value: unknown,
  locals: { readonly [name: string]: unknown } = {},
  prepare: (dir: string) => void = () => undefined,
): Promise<unknown> {
  const provider = await httpProvider();
  try {
    const workspace = Workspace.of({ locals: { ...locals, value } }, provider);
    prepare(workspace.dir);
    const initialized = await workspace.init();
    if (initialized.status !== 0) throw new Error(initialized.stderr);
    // The console prints a string as an expression: without anything to escape, that is the string between quotes.
    const { status, stdout, stderr } = await workspace.console(
      'base64encode(jsonencode(local.value))',
    );
    if (status !== 0) throw new Error(stderr.replace(/^ *1: .*$/gm, ''));
    const json = Buffer.from(JSON.parse(stdout) as string, 'base64').toString();
    // jsonencode keeps -0, which a plan has as 0.
    return JSON.parse(json, (_, one: unknown) => (one === 0 ? 0 : one));
  } finally {
    await provider.stop();
  }
}
