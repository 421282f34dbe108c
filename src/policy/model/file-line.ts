/** A line of a file; the first is 1. */
export interface FileLine {
  readonly file: string;
  readonly line: number;
}

/** A line as messages name it: `team.yaml:12`. */
export function fileLineText({ file, line }: FileLine): string {
  return `${file}:${line}`;
}
