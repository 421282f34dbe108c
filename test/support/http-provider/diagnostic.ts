/** What Terraform shows its user. */
export interface Diagnostic {
  readonly severity: 'ERROR' | 'WARNING';
  readonly summary: string;
  readonly detail: string;
}

export function error(summary: string, detail: string): Diagnostic {
  return { severity: 'ERROR', summary, detail };
}

/** A request that came to nothing, as the provider words it. */
export class Failure extends Error {
  public constructor(
    public readonly summary: string,
    detail: string,
  ) {
    super(detail);
  }

  public get diagnostic(): Diagnostic {
    return error(this.summary, this.message);
  }
}
