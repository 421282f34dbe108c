/** Node's reason for a failed request in the words of Go's client, where tests may look for them. */
export function reason(error: unknown, timedOut: boolean): string {
  if (timedOut) return 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)';
  // Several addresses of one name fail together.
  const first = error instanceof AggregateError ? error.errors[0] : error;
  const { code, address, port, hostname, message } = first as NodeJS.ErrnoException & {
    readonly address?: string;
    readonly port?: number;
    readonly hostname?: string;
  };
  switch (code) {
    case 'ECONNREFUSED': {
      const host = address?.includes(':') ? `[${address}]` : address;
      return `dial tcp ${host}:${port}: connect: connection refused`;
    }
    case 'ENOTFOUND':
      return `dial tcp: lookup ${hostname}: no such host`;
    case 'ECONNRESET':
      return 'EOF';
    default:
      return message;
  }
}
