import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Process, childrenOf, processOf, isRunning } from './process-tree';

/**
 * Ends the command whose ID it is given. The watcher becomes this process when `exec` is killed.
 */

/** The interval between checks whether a process has ended, ms. */
const POLL_MS = 100;

const id = Number(process.argv[2]);
if (!Number.isSafeInteger(id) || id < 2) process.exit();
const command = processOf(id);
if (command !== undefined) void end(command).then(removeFolder);
// Without /proc, only the ID of a process is known.
else if (processOf(process.pid) === undefined) terminate(id);

/**
 * Removes the folder that `exec` would have removed, with its launchers and copies of saved plans.
 */
function removeFolder(): void {
  const folder = process.argv[3] ?? '';
  if (folder !== '') rmSync(folder, { recursive: true, force: true });
}

/**
 * Sends SIGTERM to a process and, when it has ended, to the children that it leaves: a shell ends
 * at once, but what it started goes on. A parent comes before its children, because Terraform must
 * end before its providers. Each process gets one signal, because Terraform drops its unsaved state
 * on a second one. No process is killed, because Terraform needs time to write its state.
 */
async function end(one: Process): Promise<void> {
  if (!isRunning(one)) return;
  // All children that were seen: those of an ending process already have another parent.
  const children = new Map<string, Process>();
  const look = (): void => {
    for (const child of childrenOf(one)) children.set(`${child.id} ${child.began}`, child);
  };
  look();
  terminate(one.id);
  while (isRunning(one)) {
    look();
    await delay(POLL_MS);
  }
  await Promise.all([...children.values()].map(end));
}

function terminate(target: number): void {
  try {
    process.kill(target, 'SIGTERM');
  } catch {
    // It has ended by itself, or belongs to another user.
  }
}
