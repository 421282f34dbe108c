#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { packageVersion } from './shared/version';

const [option, ...others] = process.argv.slice(2);
if (['-V', '--version'].includes(option) && others.length === 0) {
  process.stdout.write(`${packageVersion()}\n`);
} else {
  // By default, V8 optimizes undici's HTTP parser during the first answer, which takes longer than
  // most commands run.
  setFlagsFromString('--wasm-tiering-budget=2000000000');
  // Loaded here, so that the version is printed without loading anything else.
  void import('./program').then(({ runProgram }) => runProgram(process.argv));
}
