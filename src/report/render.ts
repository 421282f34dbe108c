import { RenderOptions, Renderer } from './render-options';
import { RunReport } from './run-report';

export { RenderOptions } from './render-options';

/** The formats of reports, as `--output` names them. */
export const FORMATS = [
  'table',
  'json',
  'sarif',
  'junit',
  'gitlab',
  'gitlab-container-scanning',
  'github',
  'markdown',
  'html',
] as const;

/** Name of a format. */
export type Format = (typeof FORMATS)[number];

// Formats are loaded only when needed, because some of their libraries load slowly.
const RENDERERS: { readonly [format in Format]: () => Promise<Renderer> } = {
  table: async () => (await import('./format/table')).renderTable,
  json: async () => (await import('./format/json')).renderJson,
  sarif: async () => (await import('./format/sarif')).sarif,
  junit: async () => (await import('./format/junit')).junit,
  gitlab: async () => (await import('./format/gitlab')).gitlab,
  'gitlab-container-scanning': async () =>
    (await import('./format/gitlab-container-scanning')).gitlabContainerScanning,
  github: async () => (await import('./format/github')).github,
  markdown: async () => (await import('./format/markdown')).markdown,
  html: async () => (await import('./format/html')).html,
};

/** Renders a report in a format. The same report and options give the same text. */
export async function render(
  format: Format,
  report: RunReport,
  options: RenderOptions = {},
): Promise<string> {
  const renderer = await RENDERERS[format]();
  return renderer(report, options);
}
