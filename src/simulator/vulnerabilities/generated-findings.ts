import { hash } from 'node:crypto';
import { numberOf } from '../data/exact-json';
import { pickNumber } from '../data/pick';
import { SimulatedRow } from '../data/rows';
import { HANDLED_FIELD, imageVulnerabilityRow } from './derive';
import { TIERS, packageOf, vulnerabilityId, vulnerabilityOf } from './generated-vulnerabilities';

/**
 * Generates the findings in images from their IDs and `vul_num`. For each severity there is one
 * endless sequence of findings, and each image has a part of it. So images have some findings in
 * common, and each row is made only once.
 */

/** The most findings that are generated for one image. */
const MOST_FOUND = 10_000;

/** The findings made so far, by severity and whether they are handled, and by number. */
const made: SimulatedRow[][] = [];

/** The number of findings of each severity in an image, and the seed that selects them. */
export interface GeneratedFindings {
  readonly seed: number;
  readonly counts: readonly number[];
  readonly length: number;
}

/**
 * Returns the findings of an image, as many as its `vul_num`. Rows of both lists with the same
 * digest and `vul_num` have the same findings.
 */
export function generatedFindings(imageId: string, row: SimulatedRow): GeneratedFindings {
  const given = Number(numberOf(row.vul_num) ?? 0);
  const length = Number.isInteger(given) ? Math.min(Math.max(given, 0), MOST_FOUND) : 0;
  const { image_digest: digest } = row;
  const content = typeof digest === 'string' ? digest.replace(/^sha256:/, '') : imageId;
  const seed = parseInt(hash('sha256', content).slice(0, 8), 16);
  return { seed, counts: countsOf(length, row.severity_level, seed), length };
}

/** Returns the finding at a position. */
export function findingAt({ seed, counts }: GeneratedFindings, index: number): SimulatedRow {
  let place = index;
  let tier = 0;
  while (place >= counts[tier]) place -= counts[tier++];
  const isHandled = index > 0 && pickNumber(seed + index, 21, 20) === 0;
  return generatedFinding(tier, pickNumber(seed, 22 + tier, 40) + place, isHandled);
}

/**
 * Makes a finding as a row of ListImageVulnerabilities. Every fourth finding is the vulnerability
 * of the one before it, in another package.
 * @param tier index of its severity: 0 is Critical
 */
export function generatedFinding(tier: number, number: number, isHandled: boolean): SimulatedRow {
  const kept = (made[tier * 2 + (isHandled ? 1 : 0)] ??= []);
  return (kept[number] ??= finding(tier, number, isHandled));
}

function finding(tier: number, number: number, isHandled: boolean): SimulatedRow {
  const place = number % 4;
  const which = (Math.floor(number / 4) * 3 + Math.min(place, 2)) * TIERS + tier;
  const found = {
    vul_id: vulnerabilityId(which),
    position: `sha256:${hash('sha256', `cdktf-hss simulator layer ${which % 6}`)}`,
    ...packageOf(which, place === 3),
    ...(isHandled ? { [HANDLED_FIELD]: true } : {}),
  };
  return imageVulnerabilityRow(found, vulnerabilityOf(which, 0));
}

/**
 * Returns the number of findings of each severity. An image of a severity has a vulnerability of
 * that severity, and none that is more severe. High, the highest severity of an image row, includes
 * Critical.
 */
function countsOf(length: number, level: unknown, seed: number): number[] {
  if (level === 'Low' || level === 'Security') return [0, 0, 0, length];
  const most = (share: number): number => Math.ceil(length * share);
  if (level === 'Medium') return [0, 0, most(0.4), length - most(0.4)];
  const critical = Math.min(length, pickNumber(seed, 26, 3));
  const high = Math.min(length - critical, most(0.2));
  const medium = Math.min(length - critical - high, most(0.4));
  return [critical, high, medium, length - critical - high - medium];
}
