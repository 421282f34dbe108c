/** Judging images by what HSS says now: asks for all of them at once, and waits. */
export { ImageUpstream, askForImages } from './ask';
export { askForTimes, timesFor } from './ask-for-times';
export { ImageCase, ImageOutcome, ImageJudging, judgeImages } from './judge';
export { SharedQuestions } from './shared-questions';
export { ScanWait, judgeWhenScanned } from './wait';
