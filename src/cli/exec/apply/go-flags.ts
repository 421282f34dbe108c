/** Flags of `apply` that take a value: `-name VALUE` or `-name=VALUE`. */
const VALUED = new Set([
  'backup',
  'deprecation',
  'exclude',
  'exclude-file',
  'invoke',
  'json-into',
  'lock-timeout',
  'parallelism',
  'replace',
  'state',
  'state-out',
  'target',
  'target-file',
  'var',
  'var-file',
]);

/** Flags of `apply` that take a value only after `=`. */
const BOOLEAN = new Set([
  'allow-deferral',
  'allow-missing-config',
  'auto-approve',
  'compact-warnings',
  'concise',
  'consolidate-errors',
  'consolidate-warnings',
  'destroy',
  'help',
  'h',
  'input',
  'json',
  'lock',
  'no-color',
  'refresh',
  'refresh-only',
  'show-sensitive',
  'suppress-forget-errors',
]);

/**
 * Words that Terraform or OpenTofu removes in any position before it reads flags. They depend on
 * the binary and its version, so the arguments are read in each of these ways.
 */
const REMOVED: readonly RegExp[] = [
  /^$/,
  /^-no-color$/,
  /^-(?:no-color|compact-warnings)$/,
  /^-(?:no-color|compact-warnings|concise|consolidate-(?:warnings|errors)(?:=\w+)?)$/,
];

/** The arguments of `apply`, as Go's flag package reads them. */
export interface ApplyArguments {
  /** Index of the saved plan; undefined without one. */
  readonly operand?: number;
  /** Whether `-destroy` is set. */
  readonly destroys: boolean;
  /** Whether versions of Terraform and OpenTofu read the arguments differently. */
  readonly ambiguous: boolean;
}

/**
 * Reads the arguments of `apply`. An unknown flag takes the next word as its value unless `isFile`
 * says that the word names a file, which may be a saved plan.
 */
export function readApplyArguments(
  args: readonly string[],
  isFile: (word: string) => boolean,
): ApplyArguments {
  const readings = REMOVED.map((removed) => readOnce(args, removed, isFile));
  const [{ operand, destroys }] = readings;
  const ambiguous = readings.some(
    (other) => other.operand !== operand || other.destroys !== destroys,
  );
  return { ...(operand === undefined ? {} : { operand }), destroys, ambiguous };
}

function readOnce(
  args: readonly string[],
  removed: RegExp,
  isFile: (word: string) => boolean,
): { readonly operand?: number; readonly destroys: boolean } {
  const words = args.map((text, at) => ({ text, at })).filter(({ text }) => !removed.test(text));
  let destroys = false;
  for (let next = 0; next < words.length;) {
    const { text, at } = words[next++];
    if (text === '--') {
      const operand = words[next]?.at;
      return operand === undefined || args[operand] === '' ? { destroys } : { operand, destroys };
    }
    if (text.length < 2 || !text.startsWith('-')) {
      return text === '' ? { destroys } : { operand: at, destroys };
    }
    const [, name, value] = /^--?([^=]*)(?:=(.*))?$/s.exec(text)!;
    if (name === 'destroy') destroys = value === undefined || /^(?:1|t|true)$/i.test(value);
    if (value !== undefined || BOOLEAN.has(name)) continue;
    const following = words[next]?.text;
    if (VALUED.has(name) || (following !== undefined && !isFile(following))) next++;
  }
  return { destroys };
}
