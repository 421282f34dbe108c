/**
 * A JSON number that a JavaScript number can't represent exactly, such as 9223372036854775807. The
 * client's JSON reader creates it, so that the row reader can report the exact digits.
 */
export class InexactNumber {
  constructor(public readonly text: string) {}
}
