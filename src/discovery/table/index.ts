import { Finder, notImage } from '../finders/finder';
import { DEPLOYING } from './deploying';
import { ELSEWHERE } from './deploys-elsewhere';
import { RUNS_NOTHING } from './harmless';
import { MACHINE_IMAGES } from './machine-images';

const ENTRIES = [...DEPLOYING, ...ELSEWHERE].flat();

const FINDERS = findersByType();

/**
 * Combines the tables by type: a type may deploy images and also have image attributes that are not
 * container images.
 */
function findersByType(): ReadonlyMap<string, readonly Finder[]> {
  const finders = new Map<string, readonly Finder[]>();
  const add = (type: string, more: readonly Finder[]): void => {
    finders.set(type, [...(finders.get(type) ?? []), ...more]);
  };
  for (const [type, ...own] of ENTRIES) add(type, own);
  for (const [type, paths] of MACHINE_IMAGES) add(type, [notImage(...paths)]);
  return finders;
}

/** Returns the finders of a type, or that it runs nothing; undefined if it is not in the tables. */
export function typeEntry(type: string): readonly Finder[] | 'runs-nothing' | undefined {
  return FINDERS.get(type) ?? (RUNS_NOTHING.has(type) ? 'runs-nothing' : undefined);
}

/** The types whose image attributes are in the tables. */
export const KNOWN_TYPES: readonly string[] = ENTRIES.map(([type]) => type);
