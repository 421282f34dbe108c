/**
 * The policy: image references, rules, exceptions and verdicts. Pure: no I/O, and no access to the
 * clock.
 */
export { canonicalJson } from '../util/canonical';
export { MAX_POLICY_FILES } from './files/chain';
export { PolicyFile, PolicyFileBytes, PolicyFiles } from './files/file-access';
export * from './model/decision';
export {
  DeterminableInput,
  DeterminableJudgement,
  declarationsFor,
  judgeDeterminable,
  resourceExceptionsAbout,
} from './judge/determinable';
export { denyUnreadable, shownReference } from './judge/deny-unreadable';
export { isSoundDigest } from './model/digest';
export { PositionedProblem } from './files/document';
export {
  EXPIRING_DAYS,
  exceptionTarget,
  expiringExceptions,
  isExpiring,
  isLive,
  originSuffix,
} from './judge/exceptions';
export { FileLine, fileLineText } from './model/file-line';
export { policyHash } from './model/hash';
export { JudgeInput, Judgement, decide, judge, judgeInFull } from './judge/judge';
export { recordsToList } from './judge/select-image';
export {
  FeedSource,
  FileProblem,
  PolicyFilesReading,
  loadPolicy,
  readPolicyFile,
} from './files/load';
export { OVERRIDABLE_SETTINGS, OverridableSetting } from './files/loosening';
export { PolicyReading, parsePolicy, readPolicy } from './files/parse';
export { Policy, PolicyDeclaration, PolicyException, policyFromProps } from './model/policy';
export * from './model/props';
export {
  ImageReference,
  NameSplit,
  isReference,
  judgedDigest,
  parseReference,
  pinned,
  pinnedDigest,
  splits,
} from './model/reference';
export * from './rules';
/** @internal The package's types must not need those of a bundled package. */
export { POLICY_SCHEMA } from './files/schema';
export { Selection, selectRow } from './judge/select';
export { isStackFile } from './files/stack-file-globs';
export * from './model/image-source';
export { ScanRecord } from './model/scan-record';
export * from './model/verdict';
export { ExceptionUse } from './judge/waive';
