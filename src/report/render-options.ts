import { RunReport } from './run-report';

/** What a format may need to know beside the report. */
export interface RenderOptions {
  /** Whether a table is coloured; false by default. */
  readonly colour?: boolean;
  /** How many columns a table has; 120 where nothing is said. */
  readonly width?: number;
  /** The working directory: files below it are named relative to it, as code hosts know them. */
  readonly directory?: string;
  /** How many bytes of Markdown are taken; 65,000 where nothing is said, what fits in a comment on GitHub. */
  readonly maxBytes?: number;
  /** Whether a table and Markdown list how each resource came out; an HTML page always does. False where nothing is said. */
  readonly coverage?: boolean;
}

/** One format: a report as text, which ends with a line break unless it is empty. */
export type Renderer = (report: RunReport, options: RenderOptions) => string;
