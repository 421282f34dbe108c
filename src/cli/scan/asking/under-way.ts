/** What this run asked for and HSS has not ended yet, in words. It goes on in HSS when this process ends. */
export class UnderWay {
  private readonly tasks = new Map<string, string>();

  /** @param text such as `the synchronization of registry prod` */
  private begin(key: string, text: string): void {
    this.tasks.set(key, text);
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
    for (const [key, text] of tasks) this.begin(key, text);
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
