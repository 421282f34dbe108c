/** As much of GitHub's expressions as the action and the workflow use: `${{ a.b }}` with what it stands for. */
export type Context = { readonly [name: string]: Context | string | undefined };

export function evaluate(text: string, context: Context): string {
  return text.replace(/\$\{\{\s*([\w.-]+)\s*\}\}/g, (_whole, path: string) => {
    let value: Context | string | undefined = context;
    for (const name of path.split('.')) {
      value = typeof value === 'object' ? value[name] : undefined;
    }
    if (typeof value !== 'string') throw new Error(`nothing is known of ${path}`);
    return value;
  });
}

export function evaluateAll(
  values: { readonly [name: string]: unknown } | undefined,
  context: Context,
): { [name: string]: string } {
  return Object.fromEntries(
    Object.entries(values ?? {}).map(([name, value]) => [name, evaluate(String(value), context)]),
  );
}
