/**
 * The tasks that this run requested or waits for, and that HSS has not finished, as texts. They
 * continue in HSS when this process ends.
 */
export class UnderWay {
  private readonly tasks = new Map<string, string>();

  /**
   * Adds tasks that started before this run.
   * @param tasks texts such as `the synchronization of registry prod`, by key
   */
  public join(tasks: ReadonlyMap<string, string>): void {
    for (const [key, text] of tasks) this.tasks.set(key, text);
  }

  public end(key: string): void {
    this.tasks.delete(key);
  }

  /**
   * Sends a request that starts tasks. The tasks are added before it is sent, because a signal may
   * arrive before the answer, and removed if it fails.
   */
  public async during<T>(
    tasks: ReadonlyMap<string, string>,
    request: () => Promise<T>,
  ): Promise<T> {
    this.join(tasks);
    try {
      return await request();
    } catch (error) {
      for (const key of tasks.keys()) this.end(key);
      throw error;
    }
  }

  /** Returns a line for each task that continues. */
  public lines(): string[] {
    return [...this.tasks.values()].map((text) => `goes on in HSS: ${text}`);
  }
}
