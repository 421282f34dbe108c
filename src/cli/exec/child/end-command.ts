import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Process, childrenOf, processOf, isRunning } from './process-tree';

/** A process of its own, which the watcher becomes when `exec` was killed: tells the command whose ID it is given to end. */

/** The interval between checks whether a process has ended, ms. */
const POLL_MS = 100;

const id = Number(process.argv[2]);
if (!Number.isSafeInteger(id) || id < 2) process.exit();
const command = processOf(id);
if (command !== undefined) void end(command).then(removeFolder);
// Elsewhere than on Linux nothing is known of processes but their IDs.
else if (processOf(process.pid) === undefined) tell(id);

/** The folder that `exec` would have removed: launchers, and copies of saved plans. */
function removeFolder(): void {
  const folder = process.argv[3] ?? '';
  if (folder !== '') rmSync(folder, { recursive: true, force: true });
}

/**
 * Tells a process to end, and when it has, the children that it leaves: a shell ends at once, and what it ran goes on. One
 * after the other, because Terraform's providers must outlive it, and once each, because Terraform drops everything when it
 * is told twice. Nobody is killed: Terraform takes its time to write its state.
 */
async function end(one: Process): Promise<void> {
  if (!isRunning(one)) return;
  // All that were seen: those of one that is just ending are already another's.
  const children = new Map<string, Process>();
  const look = (): void => {
    for (const child of childrenOf(one)) children.set(`${child.id} ${child.began}`, child);
  };
  look();
  tell(one.id);
  while (isRunning(one)) {
    look();
    await delay(POLL_MS);
  }
  await Promise.all([...children.values()].map(end));
}

function tell(whom: number): void {
  try {
    process.kill(whom, 'SIGTERM');
  } catch {
    // It has ended by itself, or is another user's.
  }
}
