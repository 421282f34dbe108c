import { ENDPOINTS } from '../../../src/contract/endpoints';
import { HssError } from '../../../src/contract/error';
import { Query } from '../../../src/contract/query';
import { Row } from '../../../src/contract/row';
import { HssImageVulnerability } from '../../../src/contract/vulnerabilities/hss-image-vulnerability';
import { vulnerabilityRows } from '../../../src/lookup/fixture-vulnerabilities';
import { HandledVulnerabilities } from '../../../src/policy/model/props';
import {
  JUDGING_PARAMETER,
  AskedJudging,
  judgingText,
} from '../../../src/policy/vulnerabilities/plan/plan-judging';
import { Gate, GateOptions } from '../../../src/proxy/gate';
import { Upstream } from '../../../src/proxy/upstream';
import { NOW, row, sha } from '../../policy/fixtures';

/** The proxy's gate before an HSS in memory that lists vulnerabilities. */

export interface Lists {
  readonly cicd?: readonly object[];
  readonly registry?: readonly object[];
  /** By the ID of an image. */
  readonly vulnerabilities?: { readonly [imageId: string]: readonly HssImageVulnerability[] };
}

/** What HSS answers to a query, at its nth time; undefined for what the lists say. */
export type Answer = (query: Query, time: number) => readonly object[] | HssError | undefined;

export interface Asked {
  readonly gate: Gate;
  /** What HSS was asked, each with the parameter that tells it from others of its endpoint. */
  readonly log: string[];
}

export const WEB = { ...row({ imageVersion: '1.4', vulNum: 1 }), imageId: 'img' };
export const LIMITS: AskedJudging = {
  max: { critical: 0, high: 0 },
  handled: HandledVulnerabilities.COUNT,
  exceptions: [],
};

/** A vulnerability of one package, High by the list of the project. */
export const high = (
  id: string,
  more: Partial<HssImageVulnerability> = {},
): HssImageVulnerability => ({
  vulId: id,
  severityLevel: 'High' as never,
  cves: [{ cveId: id }],
  ...more,
});

export function gateOver(
  lists: Lists,
  {
    answer = () => undefined,
    source = 'live',
    ...options
  }: GateOptions & { readonly answer?: Answer; readonly source?: Upstream['source'] } = {},
): Asked {
  const log: string[] = [];
  const listed = (query: Query): readonly object[] => {
    switch (query.endpoint) {
      case 'cicd-images':
        return lists.cicd ?? [];
      case 'registry-images':
        return lists.registry ?? [];
      default:
        return vulnerabilityRows(lists.vulnerabilities ?? {}, query);
    }
  };
  const upstream: Upstream = {
    endpoint: 'https://hss.example.com',
    projectId: 'p',
    source,
    list: async (query) => {
      const { imageId, vulId, handleStatus, type, imageName } = query.values;
      const told = [imageId, vulId, type, handleStatus, imageName].filter(Boolean).join(' ');
      const line = `${query.endpoint} ${told}`;
      log.push(line);
      await Promise.resolve();
      const given = answer(query, log.filter((one) => one === line).length);
      if (given instanceof HssError) throw given;
      return JSON.parse(JSON.stringify(given ?? listed(query))) as Row[];
    },
    page: () => Promise.reject(new Error('no pages here')),
    close: () => Promise.resolve(),
  };
  return { gate: new Gate(upstream, { now: () => NOW, ...options }), log };
}

export interface AskedImage {
  readonly list?: 'cicd' | 'registry';
  readonly name?: string;
  readonly digest?: string;
  readonly judging?: Partial<AskedJudging>;
}

/** What the gate answers about an image. */
export async function counted(
  { gate }: Asked,
  { list = 'cicd', name = 'web', digest = sha('a'), judging = {} }: AskedImage = {},
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into JSON of any form
): Promise<any> {
  const { path } = ENDPOINTS[list === 'cicd' ? 'cicd-images' : 'registry-images'];
  const text = judgingText({ ...LIMITS, ...judging });
  const search = `namespace=shop&image_name=${name}&image_digest=${digest}&${JUDGING_PARAMETER}=${text}`;
  const { status, body } = await gate.reply(`/v5/p${path}`, search);
  expect(status).toBe(200);
  return JSON.parse(String(body));
}
