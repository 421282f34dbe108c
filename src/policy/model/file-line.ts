/** A line of a file; the first is 1. */
export interface FileLine {
  /** As messages name it. */
  readonly file: string;
  readonly line: number;
  /** Where the file is, absolute or from the working directory, where `file` doesn't say that. */
  readonly path?: string;
}

/** A line as messages name it: `team.yaml:12`. */
export function fileLineText({ file, line }: FileLine): string {
  return `${file}:${line}`;
}
