export type { GateOptions } from './gate';
export { openLive } from './live-upstream';
export { startProxy } from './proxy';
export { openReplay } from './replay-upstream';
export type { RunningProxy } from './proxy';
export type { Upstream } from './upstream';
