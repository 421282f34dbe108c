import { Table, undeterminableType } from '../finders/finder';
import { CHART_TYPES } from './elsewhere';

const CHART = undeterminableType(
  'deploys a chart, whose defaults name images that no value names: declare its images, or deploy its rendered manifests',
);

export const CHARTS: Table = [
  ...CHART_TYPES.map((type) => [type, CHART] as const),
  // hashicorp/nomad 2.5.2: `jobspec` is HCL or JSON, in which a task's driver decides what its config means.
  [
    'nomad_job',
    undeterminableType("runs tasks that are written in Nomad's own HCL: declare their images"),
  ],
];
