import { EndpointSpec, FieldSpec } from '../../../contract/fields';
import { isRecord } from '../../../contract/row';
import { textShape } from './shape';

/**
 * The shortest text that is also searched inside words: a shorter one may occur there by chance.
 */
const MIN_PART = 6;
const MAX_WORD = 64;
/** Matches long numbers, and mixed letters and digits as in an ID. */
const ID_LIKE = /\d{5}|(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8}|[0-9a-f]{12}/i;

/**
 * The texts that must not be in the report: names, IDs, addresses, and any other value of a field
 * that is not an enum. Everything that a report quotes must pass this class.
 */
export class PrivateTexts {
  private readonly texts = new Set<string>();
  private readonly parts: string[] = [];

  public add(text: string): void {
    const lower = text.toLowerCase();
    if (lower === '' || this.texts.has(lower)) return;
    this.texts.add(lower);
    if (lower.length >= MIN_PART && lower.length <= MAX_WORD) this.parts.push(lower);
  }

  /** Adds all texts of a row, apart from those of enums that the contract knows. */
  public addRow(raw: unknown, fields: EndpointSpec['fields']): void {
    if (!isRecord(raw)) return this.addAll(raw);
    const specs = new Map(Object.values(fields).map((spec) => [spec.name, spec] as const));
    for (const [name, value] of Object.entries(raw)) this.addField(value, specs.get(name));
  }

  /** Returns an enum's value as a report may quote it: a word, or else its shape. */
  public word(value: string): string {
    return this.isWord(value, /^[A-Za-z][A-Za-z0-9_-]*$/) ? value : textShape(value);
  }

  /**
   * Returns the name of a field that the contract does not have, as a report may quote it: a name
   * in the spelling of HSS's fields, or else its shape. Another spelling may be the key of a map,
   * such as an image's name.
   */
  public fieldName(name: string): string {
    if (this.isWord(name, /^[a-z_][a-z0-9_]*$/)) return name;
    return name === '' ? 'named by an empty text' : `named by a ${textShape(name)}`;
  }

  private isWord(text: string, form: RegExp): boolean {
    if (text.length > MAX_WORD || !form.test(text) || ID_LIKE.test(text)) return false;
    const lower = text.toLowerCase();
    return !this.texts.has(lower) && !this.parts.some((part) => lower.includes(part));
  }

  private addField(value: unknown, spec: FieldSpec | undefined): void {
    if (spec?.kind === 'enum' && typeof value === 'string') return;
    if (spec?.kind === 'objectList' && Array.isArray(value)) {
      for (const one of value) this.addRow(one, spec.fields);
      return;
    }
    this.addAll(value);
  }

  /** Adds all texts in a value, without recursion, because hostile rows may nest deeply. */
  private addAll(value: unknown): void {
    const rest = [value];
    while (rest.length > 0) {
      const one = rest.pop();
      if (typeof one === 'string') this.add(one);
      else if (Array.isArray(one)) for (const item of one) rest.push(item);
      else if (isRecord(one)) for (const item of Object.values(one)) rest.push(item);
    }
  }
}
