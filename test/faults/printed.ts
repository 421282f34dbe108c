import { format } from 'node:util';

/** Gives all that was printed since, by whichever way. jest has a console of its own, which writes to no stream of ours. */
export function hearPrinted(): () => string {
  const heard: string[] = [];
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream) as (...given: unknown[]) => boolean;
    jest.spyOn(stream, 'write').mockImplementation((...given: unknown[]) => {
      heard.push(String(given[0]));
      return write(...given);
    });
  }
  for (const method of [
    'debug',
    'dir',
    'error',
    'info',
    'log',
    'table',
    'trace',
    'warn',
  ] as const) {
    const print = console[method].bind(console) as (...given: unknown[]) => void;
    jest.spyOn(console, method).mockImplementation((...given: unknown[]) => {
      heard.push(format(...given));
      print(...given);
    });
  }
  return () => heard.join('');
}
