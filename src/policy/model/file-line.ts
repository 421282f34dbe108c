/** A line of a file; the first is 1. */
export interface FileLine {
  /** The file's name in messages. */
  readonly file: string;
  readonly line: number;
  /** Where the file is, absolute or from the working directory, if `file` does not say that. */
  readonly path?: string;
}

/** Returns a line as messages name it: `team.yaml:12`. */
export function fileLineText({ file, line }: FileLine): string {
  return `${file}:${line}`;
}
