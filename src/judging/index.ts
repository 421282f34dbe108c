/** Judges images by what HSS currently lists: asks for all of them at once, and waits for scans. */
export { ImageUpstream, askForImages } from './ask';
export { askForTimes, timesFor } from './ask-for-times';
export { ImageCase, ImageOutcome, ImageJudging, judgeImages } from './judge';
export { SharedQuestions } from './shared-questions';
export { ScanWait, judgeWhenScanned } from './wait';
