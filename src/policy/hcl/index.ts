/** The policy as Terraform evaluates it: expressions instead of values. Pure. */
export * from './answer';
export * from './expression';
export { msOf } from './time';
export * from './verdicts';
