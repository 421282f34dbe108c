import { createHash } from 'node:crypto';
import { decodeText } from '../../contract/decode-text';
import { normalisedCveId } from '../../contract/vulnerabilities/cve-id';
import {
  CVE_ID_FORM,
  cveIdFault,
  resemblesCveId,
} from '../../contract/vulnerabilities/misspelt-cve-id';
import { counted, show } from '../../util/text';
import { dayStart } from '../../util/time';
import { KnownExploitedFeed } from './feed';

/** Where CISA publishes its catalog of known exploited vulnerabilities. */
export const FEED_URL =
  'https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json';

/** The maximum size of a feed in bytes: ten times CISA's catalog of 2026. */
export const MAX_FEED_BYTES = 16 << 20;

/** A feed, or what is wrong with its file and how to fix it. */
export type FeedReading = { readonly feed: KnownExploitedFeed } | { readonly fault: string };

/**
 * Reads a feed in the format of CISA's catalog. Only `dateReleased`, `count` and the CVE IDs are
 * read. A file that may be truncated or is not a catalog is refused, because no image would be
 * denied for a missing CVE. Error messages do not quote the file, which could be any file.
 * @param file the file's name in messages
 */
export function readFeed(bytes: Uint8Array, file: string): FeedReading {
  if (bytes.byteLength > MAX_FEED_BYTES) {
    return faulty(`the file is larger than ${MAX_FEED_BYTES >> 20} MiB`);
  }
  let catalog: unknown;
  try {
    catalog = JSON.parse(decodeText(bytes));
  } catch {
    return faulty(bytes.byteLength === 0 ? 'the file is empty' : 'the file is not valid JSON');
  }
  const read = readCatalog(catalog);
  if (typeof read === 'string') return faulty(read);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { feed: Object.freeze({ file, ...read, sha256 }) };
}

/**
 * Returns the message that a feed can't be read.
 * @param named the file's name as given
 * @param path the file's path
 */
export function unreadableFeedFault(named: string, path: string, reason: string): string {
  const which = named === path ? show(named) : `${show(named)}, which is ${path},`;
  return `${which} can't be read (${reason}); download the catalog from ${FEED_URL}`;
}

function readCatalog(catalog: unknown): Pick<KnownExploitedFeed, 'releasedAt' | 'cves'> | string {
  if (!isMap(catalog)) return 'the file is not a catalog: it is not a JSON object';
  const { dateReleased, count, vulnerabilities } = catalog;
  if (!Array.isArray(vulnerabilities)) return 'vulnerabilities is missing, or not a list';
  if (vulnerabilities.length === 0) return 'vulnerabilities is empty';
  if (count !== vulnerabilities.length) {
    const said = typeof count === 'number' ? `${count}` : 'missing, or not a number';
    return `count is ${said}, but vulnerabilities has ${counted(vulnerabilities.length, 'item')}`;
  }
  if (dateReleased === undefined) return 'dateReleased is missing';
  const releasedAt = typeof dateReleased === 'string' ? timeOf(dateReleased) : undefined;
  if (releasedAt === undefined) {
    return 'dateReleased is not a time such as 2026-11-25T14:00:00.000Z';
  }
  const cves = new Set<string>();
  for (const [index, entry] of (vulnerabilities as unknown[]).entries()) {
    const cve = isMap(entry) ? entry.cveID : undefined;
    if (typeof cve !== 'string' || !CVE_ID.test(cve)) {
      return `vulnerabilities[${index}].cveID is ${cveFault(cve)}`;
    }
    cves.add(normalisedCveId(cve)!);
  }
  return { releasedAt, cves };
}

/** The file could be any file, so only texts that resemble a CVE ID are quoted. */
function cveFault(cve: unknown): string {
  if (cve === undefined) return 'missing';
  if (typeof cve !== 'string') return `not a text, but should be ${CVE_ID_FORM}`;
  const isQuotable = cve.length <= MAX_QUOTED && resemblesCveId(cve);
  const fault = cveIdFault(cve) ?? 'not written as a CVE ID: remove the spaces around it';
  return isQuotable || cveIdFault(cve) === undefined ? `${show(cve)}, ${fault}` : fault;
}

const MAX_QUOTED = 40;

function isMap(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The format in CISA's schema; with white space around it, a CVE ID would never match. */
const CVE_ID = /^CVE-\d{4}-\d{4,19}$/i;

/**
 * CISA writes fractions of a second with four digits. A time without an offset would depend on the
 * machine.
 */
const TIME = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

function timeOf(text: string): number | undefined {
  const time =
    TIME.test(text) && dayStart(text.slice(0, 10)) !== undefined ? Date.parse(text) : NaN;
  return Number.isNaN(time) ? undefined : time;
}

function faulty(what: string): { readonly fault: string } {
  return { fault: `${what}; download the catalog again from ${FEED_URL}` };
}
