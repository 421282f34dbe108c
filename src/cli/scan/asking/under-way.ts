/** What this run asked for or waits for and HSS has not ended yet, in words. It goes on in HSS when this process ends. */
export class UnderWay {
  private readonly tasks = new Map<string, string>();

  /**
   * Takes in tasks that had begun before this run.
   * @param tasks texts such as `the synchronization of registry prod`, by key
   */
  public join(tasks: ReadonlyMap<string, string>): void {
    for (const [key, text] of tasks) this.tasks.set(key, text);
  }

  public end(key: string): void {
    this.tasks.delete(key);
  }

  /**
   * Makes a request that begins tasks. They count from before it is sent, because a signal may come before its answer; where
   * it fails, none has begun.
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

  /** Returns a line for each task that goes on. */
  public lines(): string[] {
    return [...this.tasks.values()].map((text) => `goes on in HSS: ${text}`);
  }
}
