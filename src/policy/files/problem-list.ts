import { PolicyPath, PolicyProblem } from '../model/problem';

/** How many problems of a policy are named at most: nobody reads more, and a generated file can have any number. */
export const MAX_PROBLEMS = 500;

/** The problems that are found in a policy, each once, in the order in which they are found. */
export class ProblemList {
  private readonly problems: PolicyProblem[] = [];
  /** The messages about each path, by its JSON. */
  private readonly messages = new Map<string, Set<string>>();
  private isCut = false;

  constructor(problems: readonly PolicyProblem[] = []) {
    for (const problem of problems) this.add(problem);
  }

  /** Whether no more problems are taken. */
  public get isFull(): boolean {
    return this.isCut;
  }

  /** The problems; the last one says so where there are more. */
  public get all(): PolicyProblem[] {
    if (!this.isCut) return [...this.problems];
    const message = `there are more than ${MAX_PROBLEMS} problems: fix these first`;
    return [...this.problems, { path: [], message }];
  }

  /** Whether a problem about a path is there. */
  public isAbout(path: PolicyPath): boolean {
    return this.messages.has(JSON.stringify(path));
  }

  /** Adds a problem, unless the same is there. */
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
