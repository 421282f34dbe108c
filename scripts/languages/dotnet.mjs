import { cpSync } from 'node:fs';

/**
 * Copies the generated project. Compiling it requires the .NET SDK.
 *
 * @param {string} sources the generated project
 * @param {string} directory the folder of the project
 */
export function finishDotnet(sources, directory) {
  cpSync(sources, directory, { recursive: true });
  console.error(
    'The C# project is generated and not compiled. `dotnet pack` in its folder makes the NuGet package.',
  );
}
