/** The policy: image references, rules, exceptions and verdicts. Pure: no I/O, and no clock of its own. */
export { canonicalJson } from './canonical';
export { MAX_POLICY_FILES, PolicyFile, PolicyFiles } from './chain';
export * from './decision';
export {
  DeterminableInput,
  DeterminableJudgement,
  declarationsFor,
  judgeDeterminable,
  resourceExceptionsAbout,
} from './determinable';
export { isSoundDigest } from './digest';
export { PlacedProblem } from './document';
export {
  EXPIRING_DAYS,
  exceptionTarget,
  expiringExceptions,
  isExpiring,
  isLive,
} from './exceptions';
export { policyHash } from './hash';
export { JudgeInput, Judgement, decide, judge, judgeInFull } from './judge';
export { FileProblem, PolicyFilesReading, loadPolicy, readPolicyFile } from './load';
export { OVERRIDABLE_SETTINGS, OverridableSetting } from './loosening';
export { PolicyReading, parsePolicy, readPolicy } from './parse';
export { Policy, PolicyDeclaration, PolicyException, policyFromProps } from './policy';
export * from './props';
export {
  ImageReference,
  NameSplit,
  isReference,
  parseReference,
  pinned,
  splits,
} from './reference';
export * from './rules';
export { POLICY_SCHEMA } from './schema';
export { Selection, select } from './select';
export { isStackFile } from './stack-files';
export * from './verdict';
export { ExceptionUse } from './waive';
