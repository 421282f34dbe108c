import { PolicyPath, PolicyProblem } from '../model/problem';

/** The most problems of a policy that are named; a generated file can have any number. */
export const MAX_PROBLEMS = 500;

/** The problems of a policy without duplicates, in the order in which they were found. */
export class ProblemList {
  private readonly problems: PolicyProblem[] = [];
  /** The messages about each path, by its JSON. */
  private readonly messages = new Map<string, Set<string>>();
  private isCut = false;

  constructor(problems: readonly PolicyProblem[] = []) {
    for (const problem of problems) this.add(problem);
  }

  /** Whether further problems are dropped. */
  public get isFull(): boolean {
    return this.isCut;
  }

  /** The problems; if there are more, the last one says so. */
  public get all(): PolicyProblem[] {
    if (!this.isCut) return [...this.problems];
    const message = `there are more than ${MAX_PROBLEMS} problems: fix these first`;
    return [...this.problems, { path: [], message }];
  }

  /** Whether there is a problem at a path. */
  public isAbout(path: PolicyPath): boolean {
    return this.messages.has(JSON.stringify(path));
  }

  /** Adds a problem unless it is a duplicate. */
  public add(problem: PolicyProblem): void {
    const key = JSON.stringify(problem.path);
    const messages = this.messages.get(key) ?? new Set();
    if (messages.has(problem.message)) return;
    if (this.problems.length >= MAX_PROBLEMS) {
      this.isCut = true;
      return;
    }
    this.messages.set(key, messages.add(problem.message));
    this.problems.push(problem);
  }
}
