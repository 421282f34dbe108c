import { SimulatorData } from './data/data';
import { Fault } from './faults/faults';
import { NameMatch } from './query/filters';

/** The token that is accepted when no credentials are configured. */
export const DEMO_TOKEN = 'demo-token';
/** The access key that is accepted when no credentials are configured. */
export const DEMO_ACCESS_KEY = 'DEMOACCESSKEY0000001';
/** Its secret, which only a simulator accepts. */
export const DEMO_SECRET_KEY = 'demo-secret-key-that-opens-nothing-real1';
/** The project that is served when none is configured. */
export const DEMO_PROJECT_ID = '0123456789abcdef0123456789abcdef';
/** Its region, and so its name in IAM. */
export const DEMO_REGION = 'cn-north-4';
/** Generated rows for each endpoint when neither rows nor data are given. */
export const DEMO_ROWS = 100;

/** A project as IAM lists it. */
export interface SimulatedProject {
  readonly id: string;
  readonly name: string;
}

/** What to simulate. Everything is optional. */
export interface SimulatorOptions {
  /** Port on 127.0.0.1; 0, the default, takes any that is free. */
  readonly port?: number;
  /** The number of rows to generate for each endpoint. Excludes data. */
  readonly rows?: number;
  /** A YAML or JSON file that holds {@link SimulatorData}. */
  readonly dataFile?: string;
  /** The rows themselves. */
  readonly data?: SimulatorData;
  /** The delay of each answer, ms. Answers are delayed concurrently. */
  readonly latencyMs?: number;
  /** An answer waits up to this much more or less than `latencyMs`, by a sequence that is the same each time. */
  readonly jitterMs?: number;
  /** The one project that HSS serves. */
  readonly projectId?: string;
  readonly region?: string;
  /** What IAM lists; by default the one project, named like the region. */
  readonly projects?: readonly SimulatedProject[];
  /** An accepted token. With no credentials at all, the demo ones are accepted. */
  readonly token?: string;
  /** An accepted access key, together with its secret. */
  readonly accessKey?: string;
  readonly secretKey?: string;
  /** Makes the key a temporary one: requests must carry this token, signed. */
  readonly securityToken?: string;
  /** Whether name filters want the whole name (the default) or a part of it. */
  readonly nameMatch?: NameMatch;
  /** Parameters that are checked and then ignored, as HSS is said to do with registry_id. */
  readonly ignoreFilters?: readonly string[];
  /** Faults to inject from the start. */
  readonly faults?: readonly Fault[];
  /** Serve https with this key and certificate (PEM). */
  readonly tls?: { readonly key: string | Buffer; readonly cert: string | Buffer };
}
