import { lstatSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { POLICY_FILE } from '../judging-options';

/** A name that is often used by mistake. */
const OTHER_NAME = POLICY_FILE.replace(/\.yaml$/, '.yml');

/** What the search for a policy file found. */
export interface PolicySearch {
  /** The policy file, relative to where the search began. */
  readonly file?: string;
  /** Files that look like the policy and are not used, each with the reason and what to do. */
  readonly passedOver: readonly string[];
  /** Where it ended below the root, and why. */
  readonly end?: string;
}

/** A file or folder as the search looks at it. */
export interface PathFacts {
  /** User IDs that own it: of a link, and of what it leads to. None where the system has no such IDs. */
  readonly owners: readonly number[];
  /** Whether every user may write to it. */
  readonly isWorldWritable: boolean;
}

/** What the search needs of the system. */
export interface SearchView {
  /** This process's user ID. */
  readonly user?: number;
  /** The facts of a path; undefined where there is nothing. */
  look(path: string): PathFacts | undefined;
}

/**
 * Searches for the policy in a folder and in those above it. The last folder is the first one that has `.git`, which is
 * searched too, or the first one that every user may write to, which is searched only if it is the one to begin with.
 * A policy that is owned by anyone but root, this user or the owner of the first folder is not used, and none above it either.
 */
export function searchPolicy(from: string, view: SearchView = SYSTEM): PolicySearch {
  const trusted = [0, view.user, ...(view.look(from)?.owners ?? [])];
  const passedOver: string[] = [];
  for (let folder = from; ; folder = dirname(folder)) {
    const isOpen = view.look(folder)?.isWorldWritable ?? false;
    const path = join(folder, POLICY_FILE);
    const shown = relative(from, path);
    const facts = view.look(path);
    if (facts !== undefined && isOpen && folder !== from) {
      passedOver.push(
        `${shown} is not used, because every user can write to its folder: name it with --policy if it is yours`,
      );
    } else if (facts !== undefined) {
      const stranger = facts.owners.find((owner) => !trusted.includes(owner));
      if (stranger === undefined) return { file: shown, passedOver };
      passedOver.push(
        `${shown} is not used, because user ${stranger} owns it: name it with --policy if you trust it`,
      );
      return { passedOver };
    } else if (view.look(join(folder, OTHER_NAME)) !== undefined) {
      passedOver.push(
        `${relative(from, join(folder, OTHER_NAME))} is not used: rename it to ${POLICY_FILE}, or name it with --policy`,
      );
    }
    if (dirname(folder) === folder) return { passedOver };
    const shownFolder = relative(from, folder) || '.';
    if (isOpen) return { passedOver, end: `${shownFolder}, to which every user can write` };
    if (view.look(join(folder, '.git')) !== undefined) {
      return { passedOver, end: `${shownFolder}, which has .git` };
    }
  }
}

const SYSTEM: SearchView = {
  user: process.geteuid?.(),
  look: (path) => {
    try {
      const link = lstatSync(path);
      // Windows has other rights than these.
      if (process.platform === 'win32') return { owners: [], isWorldWritable: false };
      const target = statSync(path, { throwIfNoEntry: false }) ?? link;
      return {
        owners: [...new Set([link.uid, target.uid])],
        isWorldWritable: (target.mode & 0o002) !== 0,
      };
    } catch {
      return undefined;
    }
  },
};
