import { RunReport } from './run-report';

/** Options of formats. */
export interface RenderOptions {
  /** Whether a table is coloured. False by default. */
  readonly colour?: boolean;
  /** Width of a table in columns. 120 by default. */
  readonly width?: number;
  /**
   * Returns a file's name for the code host: relative to the repository's root, or the absolute
   * path. Its argument is a path relative to the working directory. By default, files keep their
   * names.
   */
  readonly pathOf?: (file: string) => string;
  /** Maximum size of Markdown in bytes. 65,000 by default, which fits in a comment on GitHub. */
  readonly maxBytes?: number;
  /**
   * Whether a table and Markdown list the outcome of each resource. False by default. An HTML page
   * always lists them.
   */
  readonly coverage?: boolean;
}

/** A format: converts a report to text, which ends with a line break unless it is empty. */
export type Renderer = (report: RunReport, options: RenderOptions) => string;
