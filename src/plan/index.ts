/** What a plan, or a configuration that is not planned yet, would deploy. Pure. */
export { readPlan } from './read';
export { assignedTo } from './assignments';
export { Deployment, Deployments, deploysNothing } from './deployments';
export { enforcementOf, evidenceProblems, isGatedBy } from './evidence';
export { PlanCase, PlanReportInput, casesOf, judgeResources, reportOf } from './plan-report';
export { warningTexts } from './warning-texts';
export { Verdicts, isVerdictOf, readVerdicts, withVerdicts } from './verdicts';
