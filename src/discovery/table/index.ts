import { Finder } from '../finder';
import { AWS } from './aws';
import { AZURERM } from './azurerm';
import { CHARTS } from './charts';
import { DOCKER } from './docker';
import { GOOGLE } from './google';
import { HUAWEICLOUD } from './huaweicloud';
import { GITOPS_TYPES, KUBERNETES } from './kubernetes';
import { NO_IMAGES } from './no-images';

const FINDERS = new Map<string, readonly Finder[]>(
  [KUBERNETES, GITOPS_TYPES, CHARTS, HUAWEICLOUD, AWS, GOOGLE, AZURERM, DOCKER].flatMap((table) =>
    table.map(([type, ...finders]) => [type, finders]),
  ),
);

/** How images are found in a type; nothing where the table doesn't know it. */
export function findersOf(type: string): readonly Finder[] | undefined {
  const finders = FINDERS.get(type);
  if (finders !== undefined) return finders;
  return NO_IMAGES.some((pattern) => pattern.test(type)) ? [] : undefined;
}

/** The types that have an entry of their own. */
export const KNOWN_TYPES: readonly string[] = [...FINDERS.keys()];
