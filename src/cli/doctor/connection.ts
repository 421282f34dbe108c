import type { PeerCertificate } from 'node:tls';
import { checkServerIdentity } from 'node:tls';
import { EnvHttpProxyAgent } from 'undici';
import type { Deadline } from '../../client/api';
import { HssClient } from '../../client/client';
import { failureOf } from '../../client/http/failure';
import { tooLateError } from '../../client/retry/deadline';
import type { SharedDeadline } from '../../client/retry/shared-deadline';
import { pageOf } from '../../client/paging/page';
import { CERTIFICATE_CHECKED, proxyOptions } from '../../client/http/proxy-route';
import type { Settings } from '../../client/settings/settings';
import { ENDPOINTS } from '../../contract/endpoints';
import { HandleStatus, VulnerabilityType, VulnerableImageType } from '../../contract/enums';
import { HssError } from '../../contract/error';
import { EndpointId } from '../../contract/fields';
import { checkQuery } from '../../contract/query';
import { CLOCK_TOLERANCE_MS, DAY_MS, MINUTE_MS, SECOND_MS } from '../../util/time';
import type { Policy } from '../../policy';
import { ImageSource } from '../../policy/model/image-source';
import { enterpriseProjectOf } from '../shared/connection-options';
import { Finding, failed, finding } from './finding';
import type { DoctorFlags } from './flags';
import { Within, registryNameFindings } from './registry-names';
import { counted } from '../../util/text';

/** The validity of a signature. */
const SIGNATURE_MS = 15 * MINUTE_MS;
const EXPIRES_SOON_MS = 14 * DAY_MS;
/** The smallest page size of HSS. */
const FEW_ROWS = 10;
/**
 * An ID that no task, image or vulnerability has. HSS only says that it is unknown if the
 * credential has the permission.
 */
const UNKNOWN_ID = 'hss-gate-doctor';

/** What all checks of the connection share. */
export interface DoctorRun {
  /** Selects the lists to check; without a policy, all are checked that need none. */
  readonly policy: Policy | undefined;
  /** Of all checks together. */
  readonly deadline: SharedDeadline;
}

/**
 * Returns the limit of one check: enough for a second attempt, and short enough that a list that
 * gives no answer leaves time for the others.
 */
export function checkSecondsOf({ timeoutSeconds }: Pick<Settings, 'timeoutSeconds'>): number {
  return timeoutSeconds * 2;
}

/** Checks whether HSS can be reached and queried. */
export async function* connectionFindings(
  settings: Settings,
  flags: DoctorFlags,
  { policy, deadline }: DoctorRun,
): AsyncGenerator<Finding> {
  const seen = await reach(settings, deadline);
  yield* seen.findings;
  const wanted = LISTS.filter((list) => isWanted(list, policy));
  const rest = ['project', ...wanted.map(({ name }) => name)];
  const why =
    seen.unreachable !== undefined
      ? `not checked: ${seen.unreachable}`
      : Math.abs(seen.skewMs ?? 0) > SIGNATURE_MS && settings.credential.kind === 'accessKey'
        ? 'not checked: with this clock, HSS would refuse the signature'
        : undefined;
  if (why === undefined) yield* permissionFindings(settings, flags, { policy, deadline });
  else yield* rest.map((name) => finding('skipped', name, why));
}

interface EndpointCheck {
  readonly findings: readonly Finding[];
  /** Why no list can be requested. */
  readonly unreachable?: string;
  /** How far this machine's clock is ahead of the endpoint's. */
  readonly skewMs?: number;
}

/** Sends one request without a credential, so that a refusal can't lock a key. */
async function reach(settings: Settings, deadline: SharedDeadline): Promise<EndpointCheck> {
  let certificate: PeerCertificate | undefined;
  const tls = {
    ...CERTIFICATE_CHECKED,
    checkServerIdentity: (host: string, peer: PeerCertificate) => {
      certificate = peer;
      return checkServerIdentity(host, peer);
    },
  };
  const { origin } = settings.endpoint;
  const query = `HEAD ${origin}`;
  const timeoutMs = settings.timeoutSeconds * SECOND_MS;
  const left = deadline.next();
  const agent = new EnvHttpProxyAgent({
    ...proxyOptions(settings),
    connect: { ...tls, timeout: 10_000 },
    requestTls: tls,
  });
  const began = Date.now();
  try {
    const answer = await agent.request({
      origin,
      path: '/',
      method: 'HEAD',
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), left.signal]),
    });
    await answer.body.dump();
    const ended = Date.now();
    const { date } = answer.headers;
    const theirs = typeof date === 'string' ? Date.parse(date) : NaN;
    // The header has whole seconds, so add half a second on average.
    const skewMs = (began + ended) / 2 - (theirs + 500);
    return {
      findings: [
        finding('ok', 'endpoint', `${origin} answers in ${ended - began} ms`),
        tlsFinding(certificate, ended),
        clockFinding(skewMs),
      ],
      ...(Number.isNaN(skewMs) ? {} : { skewMs }),
    };
  } catch (thrown) {
    if (left.signal.aborted) {
      const late = tooLateError(left, query);
      return { findings: [failed('endpoint', late)], unreachable: 'see the failure above' };
    }
    const { error } = failureOf(thrown, query, [], settings);
    return { findings: [failed('endpoint', error)], unreachable: "HSS can't be reached" };
  } finally {
    left.end();
    await agent.destroy();
  }
}

function tlsFinding(certificate: PeerCertificate | undefined, now: number): Finding {
  if (certificate === undefined) {
    return finding('ok', 'TLS', 'none: plain http stays on this machine');
  }
  const issuer = [certificate.issuer.O ?? certificate.issuer.CN ?? 'unknown'].flat().join(', ');
  const until = Date.parse(certificate.valid_to);
  const text = `trusted, issued by ${issuer}, valid until ${new Date(until).toISOString()}`;
  return until - now > EXPIRES_SOON_MS
    ? finding('ok', 'TLS', text)
    : finding(
        'warning',
        'TLS',
        text,
        'ask the operator of the endpoint, or of a proxy that replaces its certificate, to renew it',
      );
}

function clockFinding(skewMs: number): Finding {
  if (Number.isNaN(skewMs)) return finding('skipped', 'clock', 'the answer has no date');
  const off = Math.abs(skewMs);
  if (off < 2000) return finding('ok', 'clock', "matches the endpoint's");
  const text = `${Math.round(off / 1000)} s ${skewMs > 0 ? 'ahead of' : 'behind'} the endpoint's`;
  const advice = "set this machine's clock, for example by NTP";
  if (off > SIGNATURE_MS) {
    return finding(
      'failure',
      'clock',
      `${text}; beyond 15 minutes, HSS refuses signatures`,
      advice,
    );
  }
  if (off > CLOCK_TOLERANCE_MS) {
    return finding('warning', 'clock', `${text}; beyond 5 minutes, fresh scans are denied`, advice);
  }
  return finding('ok', 'clock', text);
}

/** A list to check, and the policy's `imageSources` value for which it is read. */
interface CheckedList {
  readonly name: string;
  readonly endpoint: EndpointId;
  readonly source?: ImageSource;
  /**
   * Returns whether a policy needs the list. Without a policy, only lists without this function are
   * checked.
   */
  readonly isWantedBy?: (policy: Policy) => boolean;
  /** Parameters besides the connection's. */
  readonly values?: Readonly<Record<string, string>>;
  /**
   * Whether the query is for an ID that does not exist, so that HSS may answer that it is unknown.
   */
  readonly isAboutNothing?: true;
}

const LISTS: readonly CheckedList[] = [
  { name: 'list images', endpoint: 'cicd-images', source: ImageSource.CICD },
  { name: 'list registry images', endpoint: 'registry-images', source: ImageSource.REGISTRY },
  { name: 'list registries', endpoint: 'image-registries', source: ImageSource.REGISTRY },
  { name: 'list sync tasks', endpoint: 'sync-task-registries' },
  {
    name: 'vulnerabilities',
    endpoint: 'image-vulnerabilities',
    isWantedBy: ({ vulnerabilities }) => vulnerabilities !== undefined,
    values: {
      imageId: UNKNOWN_ID,
      imageType: VulnerableImageType.CICD,
      namespace: '',
      imageName: '',
      tagName: '',
      handleStatus: HandleStatus.UNHANDLED,
    },
    isAboutNothing: true,
  },
  {
    name: 'CVEs of project',
    endpoint: 'project-vulnerabilities',
    isWantedBy: ({ vulnerabilities }) => vulnerabilities !== undefined,
    values: {
      imageType: ImageSource.CICD,
      type: VulnerabilityType.LINUX_VUL,
      handleStatus: HandleStatus.UNHANDLED,
    },
  },
  {
    name: 'publication times',
    endpoint: 'vulnerability-cves',
    isWantedBy: ({ vulnerabilities }) => vulnerabilities?.graceDays !== undefined,
    values: { vulId: UNKNOWN_ID },
    isAboutNothing: true,
  },
];

/** Checks the project and the lists one after the other, and stops at a refused credential. */
async function* permissionFindings(
  settings: Settings,
  flags: DoctorFlags,
  { policy, deadline: shared }: DoctorRun,
): AsyncGenerator<Finding> {
  const client = new HssClient(settings);
  const checkSeconds = checkSecondsOf(settings);
  const within: Within = (lookup) => shared.run(lookup, checkSeconds);
  let stopped = false;
  const skipped = (name: string): Finding =>
    finding('skipped', name, 'not checked: see the failure above');
  try {
    try {
      const { projectId } = await within((deadline) => client.origin(deadline));
      const by = settings.projectId === undefined ? ', found by IAM' : '';
      yield finding('ok', 'project', `${projectId}${by}`);
    } catch (error) {
      yield failed('project', error);
      stopped = true;
    }
    for (const list of LISTS.filter((one) => isWanted(one, policy))) {
      const { name, endpoint, source } = list;
      if (source !== undefined && policy?.imageSources.includes(source) === false) {
        yield finding('skipped', name, "not checked: the policy's imageSources leaves it out");
        continue;
      }
      if (stopped) {
        yield skipped(name);
        continue;
      }
      try {
        yield await within((deadline) => listFinding(client, list, flags, deadline));
      } catch (error) {
        yield withPermission(failed(name, error), error, endpoint);
        stopped = isAuthFailure(error);
        continue;
      }
      if (endpoint !== 'image-registries' || policy === undefined) continue;
      try {
        const values = enterpriseProjectOf(flags);
        yield* await registryNameFindings({ client, within, values }, policy);
      } catch (error) {
        // The checks of the lists report the missing permission.
        yield { ...failed('registry names', error), outcome: 'skipped' };
        stopped = isAuthFailure(error);
      }
    }
  } finally {
    await client.close();
  }
}

function isWanted({ isWantedBy }: CheckedList, policy: Policy | undefined): boolean {
  return isWantedBy === undefined || (policy !== undefined && isWantedBy(policy));
}

function isAuthFailure(error: unknown): boolean {
  return error instanceof HssError && error.code === 'HSS_AUTH_FAILED';
}

/** Adds the missing permission to a finding. Each list has its own. */
function withPermission(found: Finding, error: unknown, endpoint: EndpointId): Finding {
  if (!(error instanceof HssError) || error.code !== 'HSS_FORBIDDEN') return found;
  const permission = `the missing permission is ${ENDPOINTS[endpoint].operation}`;
  return { ...found, mend: [found.mend, permission].filter((text) => text).join('; ') };
}

async function listFinding(
  client: HssClient,
  { name, endpoint, values, isAboutNothing }: CheckedList,
  flags: DoctorFlags,
  deadline: Deadline,
): Promise<Finding> {
  const task = endpoint === 'sync-task-registries';
  const query = checkQuery(ENDPOINTS[endpoint], {
    ...(task ? { taskId: flags.syncTask ?? UNKNOWN_ID } : values),
    ...enterpriseProjectOf(flags),
  });
  try {
    const { json } = await client.page(query, { limit: FEW_ROWS }, deadline);
    const { total } = pageOf(json, name);
    return finding('ok', name, `permitted; ${counted(total, 'row')}`);
  } catch (error) {
    const unknown =
      error instanceof HssError &&
      (error.code === 'HSS_NOT_FOUND' || error.code === 'HSS_INVALID_ARGUMENT');
    if (isAboutNothing && unknown) {
      return finding('ok', name, 'permitted; tried with an ID that does not exist');
    }
    if (task && flags.syncTask === undefined && unknown) {
      return finding('ok', name, 'permitted; tried with a task that does not exist');
    }
    throw error;
  }
}
