import { lstatSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { POLICY_FILE } from '../judging-options';

/** A name that is often used by mistake. */
const OTHER_NAME = POLICY_FILE.replace(/\.yaml$/, '.yml');

/** What the search for a policy file found. */
export interface PolicySearch {
  /** The policy file, relative to the first folder. */
  readonly file?: string;
  /** Files that look like the policy and are not used, each with the reason and what to do. */
  readonly passedOver: readonly string[];
  /** Where it ended below the root. */
  readonly end?: SearchEnd;
}

/** Where a search ended. */
export interface SearchEnd {
  /** The last folder that was searched. */
  readonly last: string;
  /** In a clause. */
  readonly why: string;
}

/** What the search needs to know about a file or folder. */
export interface PathFacts {
  /** User IDs of the owner and, for a link, of the target's owner. Empty on Windows. */
  readonly owners: readonly number[];
  /** Whether every user may write to it. */
  readonly isWorldWritable: boolean;
}

/** The parts of the system that the search uses. */
export interface SearchView {
  /** This process's user ID. */
  readonly user?: number;
  /** Returns the facts about a path; undefined if it does not exist. */
  look(path: string): PathFacts | undefined;
}

/**
 * Searches for the policy in a folder and in those above it. The search ends at the first folder
 * that has `.git`, which is searched too, or that every user can write to. A folder that every user can write to is
 * searched only if it is the first one. A policy that is owned by anyone but root, this user or the
 * owner of the first folder is not used, and ends the search.
 */
export function searchPolicy(from: string, view: SearchView = SYSTEM): PolicySearch {
  const trusted = [0, view.user, ...(view.look(from)?.owners ?? [])];
  const passedOver: string[] = [];
  let searched = from;
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
      const why = 'the search stops at a policy that another user owns';
      return { passedOver, end: { last: folder, why } };
    } else if (view.look(join(folder, OTHER_NAME)) !== undefined) {
      passedOver.push(
        `${relative(from, join(folder, OTHER_NAME))} is not used: rename it to ${POLICY_FILE}, or name it with --policy`,
      );
    }
    if (dirname(folder) === folder) return { passedOver };
    if (isOpen) {
      const why =
        folder === from
          ? 'the search stops at a directory that every user can write to'
          : `the search stops before ${folder}, because every user can write to it`;
      return { passedOver, end: { last: searched, why } };
    }
    if (view.look(join(folder, '.git')) !== undefined) {
      const why = 'the search stops at a directory that has .git';
      return { passedOver, end: { last: folder, why } };
    }
    searched = folder;
  }
}

const SYSTEM: SearchView = {
  user: process.geteuid?.(),
  look: (path) => {
    try {
      const link = lstatSync(path);
      // Windows has no such rights.
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
