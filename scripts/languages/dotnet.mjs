import { cpSync } from 'node:fs';

/**
 * Takes the project as it is: `dotnet pack` makes the NuGet package of it.
 *
 * @param {string} sources the generated project
 * @param {string} directory the folder of the project
 */
export function finishDotnet(sources, directory) {
  cpSync(sources, directory, { recursive: true });
}
