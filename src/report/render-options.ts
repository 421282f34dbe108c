import { RunReport } from './run-report';

/** What a format may need to know beside the report. */
export interface RenderOptions {
  /** Whether a table is coloured; false by default. */
  readonly colour?: boolean;
  /** How many columns a table has; 120 where nothing is said. */
  readonly width?: number;
  /**
   * Names a file as the code host does: relative to the repository's root, or by its absolute path. A path from the working
   * directory goes in. Files are named as they came where it is left out.
   */
  readonly pathOf?: (file: string) => string;
  /** How many bytes of Markdown are taken; 65,000 where nothing is said, what fits in a comment on GitHub. */
  readonly maxBytes?: number;
  /** Whether a table and Markdown list how each resource came out; an HTML page always does. False where nothing is said. */
  readonly coverage?: boolean;
}

/** One format: a report as text, which ends with a line break unless it is empty. */
export type Renderer = (report: RunReport, options: RenderOptions) => string;
