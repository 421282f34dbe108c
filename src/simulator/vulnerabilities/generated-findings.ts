import { hash } from 'node:crypto';
import { numberOf } from '../data/exact-json';
import { pickNumber } from '../data/pick';
import { SimulatedRow } from '../data/rows';
import { HANDLED_FIELD, imageVulnerabilityRow } from './derive';
import { TIERS, packageOf, vulnerabilityId, vulnerabilityOf } from './generated-vulnerabilities';

/**
 * What is found in images, out of their IDs and `vul_num`. Of each severity there is one endless row of findings, and each image has
 * a part of it: so images have some in common, and the rows are made only once.
 */

/** The most findings that are generated for one image. */
const MOST_FOUND = 10_000;

/** Findings by severity and whether they are handled, and by number. */
const made: SimulatedRow[][] = [];

/** How many findings of each severity an image has, and which are its first; and what keeps it apart from others. */
export interface GeneratedFindings {
  readonly seed: number;
  readonly counts: readonly number[];
  readonly length: number;
}

/**
 * Returns the findings of an image, from its row: as many as `vul_num`. Rows of both lists with the same digest and `vul_num` have
 * the same findings.
 */
export function generatedFindings(imageId: string, row: SimulatedRow): GeneratedFindings {
  const given = Number(numberOf(row.vul_num) ?? 0);
  const length = Number.isInteger(given) ? Math.min(Math.max(given, 0), MOST_FOUND) : 0;
  const { image_digest: digest } = row;
  const content = typeof digest === 'string' ? digest.replace(/^sha256:/, '') : imageId;
  const seed = parseInt(hash('sha256', content).slice(0, 8), 16);
  return { seed, counts: countsOf(length, row.severity_level, seed), length };
}

/** The finding at a place. */
export function findingAt({ seed, counts }: GeneratedFindings, index: number): SimulatedRow {
  let place = index;
  let tier = 0;
  while (place >= counts[tier]) place -= counts[tier++];
  const isHandled = index > 0 && pickNumber(seed + index, 21, 20) === 0;
  return generatedFinding(tier, pickNumber(seed, 22 + tier, 40) + place, isHandled);
}

/**
 * Makes a finding as a row of ListImageVulnerabilities. Every fourth is a vulnerability of the one before it, in another package.
 * @param tier place of its severity: 0 is Critical
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

/** An image of a severity has a vulnerability of it, and none that is worse. High is the worst that a row of an image can say. */
function countsOf(length: number, level: unknown, seed: number): number[] {
  if (level === 'Low' || level === 'Security') return [0, 0, 0, length];
  const most = (share: number): number => Math.ceil(length * share);
  if (level === 'Medium') return [0, 0, most(0.4), length - most(0.4)];
  const critical = Math.min(length, pickNumber(seed, 26, 3));
  const high = Math.min(length - critical, most(0.2));
  const medium = Math.min(length - critical - high, most(0.4));
  return [critical, high, medium, length - critical - high - medium];
}
