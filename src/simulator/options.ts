import { SimulatorData } from './data/data';
import { Fault } from './faults/faults';
import { NameMatch } from './query/filters';

/** The token that is accepted when no credentials are configured. */
export const DEMO_TOKEN = 'demo-token';
/** The access key that is accepted when no credentials are configured. */
export const DEMO_ACCESS_KEY = 'DEMOACCESSKEY0000001';
/** The secret of that key, which only a simulator accepts. */
export const DEMO_SECRET_KEY = 'demo-secret-key-that-opens-nothing-real1';
/** The project that is served when none is configured. */
export const DEMO_PROJECT_ID = '0123456789abcdef0123456789abcdef';
/** The region of that project, and so its name in IAM. */
export const DEMO_REGION = 'cn-north-4';
/** Generated rows for each endpoint when neither rows nor data are given. */
export const DEMO_ROWS = 100;

/** A project as IAM lists it. */
export interface SimulatedProject {
  readonly id: string;
  readonly name: string;
}

/** Options of a simulator. Everything is optional. */
export interface SimulatorOptions {
  /** Port on 127.0.0.1; 0, the default, selects any free port. */
  readonly port?: number;
  /** The number of rows to generate for each endpoint. Excludes data. */
  readonly rows?: number;
  /** A YAML or JSON file with {@link SimulatorData}. */
  readonly dataFile?: string;
  /** The rows themselves. */
  readonly data?: SimulatorData;
  /** The delay of each answer, ms. Answers are delayed concurrently. */
  readonly latencyMs?: number;
  /**
   * The most by which an answer's delay differs from `latencyMs`, ms, in a sequence that is always
   * the same.
   */
  readonly jitterMs?: number;
  /** The one project that HSS serves. */
  readonly projectId?: string;
  readonly region?: string;
  /** The projects that IAM lists; by default the one project, named like the region. */
  readonly projects?: readonly SimulatedProject[];
  /** An accepted token. Without any credentials, the demo ones are accepted. */
  readonly token?: string;
  /** An accepted access key, together with its secret. */
  readonly accessKey?: string;
  readonly secretKey?: string;
  /** Makes the key a temporary one: requests must contain this token, signed. */
  readonly securityToken?: string;
  /** Whether name filters match the complete name (the default) or a part of it. */
  readonly nameMatch?: NameMatch;
  /** Parameters that are checked and then ignored, as HSS reportedly does with registry_id. */
  readonly ignoreFilters?: readonly string[];
  /** Faults to inject from the start. */
  readonly faults?: readonly Fault[];
  /** Serve https with this key and certificate (PEM). */
  readonly tls?: { readonly key: string | Buffer; readonly cert: string | Buffer };
}
