import { Finder, Table, undeterminableType, notImage } from '../finders/finder';
import { AWS } from './aws';
import { AZURERM } from './azurerm';
import { CHARTS } from './charts';
import { CONTENT } from './content';
import { DOCKER } from './docker';
import { DEPLOYS_ELSEWHERE } from './elsewhere';
import { GOOGLE } from './google';
import { RUNS_NOTHING } from './harmless';
import { HUAWEICLOUD } from './huaweicloud';
import { GITOPS_TYPES, KUBERNETES } from './kubernetes';
import { LXD } from './lxd';
import { MACHINES } from './machines';
import { AZURERM_3, MORE } from './more';

const ELSEWHERE: Table = DEPLOYS_ELSEWHERE.map(([type, reason]) => [
  type,
  undeterminableType(`deploys what stands elsewhere (${reason}): declare its images`),
]);

const TABLES: readonly Table[] = [
  KUBERNETES,
  GITOPS_TYPES,
  CHARTS,
  ELSEWHERE,
  HUAWEICLOUD,
  AWS,
  GOOGLE,
  AZURERM,
  AZURERM_3,
  CONTENT,
  DOCKER,
  LXD,
  ...MORE,
];

const FINDERS = findersByType();

/** A type may run an image and have attributes that are images of something else. */
function findersByType(): ReadonlyMap<string, readonly Finder[]> {
  const finders = new Map<string, Finder[]>();
  const add = (type: string, more: readonly Finder[]): void => {
    finders.set(type, [...(finders.get(type) ?? []), ...more]);
  };
  for (const [type, ...own] of TABLES.flat()) add(type, own);
  for (const [type, paths] of MACHINES) add(type, [notImage(...paths)]);
  return finders;
}

/** How images are found in a type, or that it runs nothing; nothing where the tables don't know it. */
export function typeEntry(type: string): readonly Finder[] | 'runs-nothing' | undefined {
  return FINDERS.get(type) ?? (RUNS_NOTHING.has(type) ? 'runs-nothing' : undefined);
}

/** The types of which the table says where their images stand. */
export const KNOWN_TYPES: readonly string[] = [
  ...new Set(TABLES.flatMap((table) => table.map(([type]) => type))),
];
