/**
 * A JSON number that a JavaScript number can't hold exactly, such as 9223372036854775807. The client's
 * JSON reader makes these, so that the row reader can say what it was instead of rounding it.
 */
export class InexactNumber {
  constructor(public readonly text: string) {}
}
