import { Construct } from 'constructs';
import { ENDPOINTS } from '../../contract/endpoints';
import { withMembers } from '../../contract/enum-members';
import { HssError } from '../../contract/error';
import { Query, checkQuery } from '../../contract/query';
import { Row } from '../../contract/row';
import { Lookup } from '../../lookup/lookups';
import { checkInstance, checkTexts, naming, refuseTokens } from '../shared/arguments';
import { HssConnection } from '../connection/hss-connection';
import { EndpointProps } from '../shared/endpoint-props';
import { nearMisses } from '../../util/spelling';
import { counted, verbFor } from '../../util/text';

/**
 * The common part of the lookup constructs. They contain it in place of extending it, because a
 * jsii class can't extend one that is not exported.
 */
export class TypedLookup<T> {
  private readonly lookup: Lookup;
  private copies: readonly T[] | undefined;
  private json: string | undefined;
  private jsonForStructs: string | undefined;

  /**
   * Checks the props and starts the request.
   * @param atPlan the construct that accepts tokens, if there is one
   * @param start starts the lookup, if it takes more than one listing
   */
  constructor(
    private readonly construct: Construct,
    { endpoint, connection, parameters }: EndpointProps,
    atPlan: string | undefined,
    start = (query: Query, from: HssConnection): Lookup => from._start(query),
  ) {
    this.lookup = naming(construct, () => {
      refuseTokens(
        parameters,
        atPlan === undefined
          ? 'pass a plain value, because the lookup runs when the stack is synthesized'
          : `pass a plain value, or use ${atPlan}, which Terraform reads when it plans`,
      );
      const from =
        checkInstance(
          'connection',
          connection,
          HssConnection,
          'pass an HssConnection, or omit it',
        ) ?? HssConnection.of(construct.node.scope ?? construct);
      const query = checkQuery(ENDPOINTS[endpoint], {
        ...parameters,
        enterpriseProjectId: parameters.enterpriseProjectId ?? from._enterpriseProjectId(),
      });
      return start(query, from);
    });
  }

  /**
   * A copy of the rows, because equal lookups and gates share an answer, and a caller may sort or
   * change the list.
   */
  public get rows(): T[] {
    this.copies ??= this.shared.map((row) => copyOf(row) as T);
    return [...this.copies];
  }

  public get count(): number {
    return this.shared.length;
  }

  public get rowsJson(): string {
    return (this.json ??= JSON.stringify(this.shared));
  }

  public get rowsJsonForStructs(): string {
    return (this.jsonForStructs ??= JSON.stringify(this.shared.map(withMembers)));
  }

  private get shared(): readonly Row[] {
    return naming(this.construct, () => this.lookup.rows);
  }

  /** Returns the strings in a field of the rows, in the rows' order. */
  public texts(prop: keyof T): string[] {
    return this.rows
      .map((row) => row[prop])
      .filter((text): text is T[keyof T] & string => {
        return typeof text === 'string';
      });
  }

  /**
   * Returns the only row with a value in a field.
   * @throws HSS_NOT_FOUND with similar values; HSS_AMBIGUOUS if several rows have it
   */
  public one(prop: keyof T & string, value: string): T {
    naming(this.construct, () => checkTexts({ [prop]: value }));
    const found = this.rows.filter((row) => row[prop] === value);
    if (found.length === 1) return found[0];
    return naming(this.construct, () => {
      if (found.length > 1) {
        throw new HssError('HSS_AMBIGUOUS', `${found.length} rows have the ${prop} ${value}`, {
          advice: 'narrow the query, or select a row from rows by ID',
        });
      }
      const near = nearMisses(value, this.texts(prop));
      throw new HssError('HSS_NOT_FOUND', `no row has the ${prop} ${JSON.stringify(value)}`, {
        advice:
          near.length > 0
            ? `did you mean ${near.map((text) => JSON.stringify(text)).join(' or ')}?`
            : `check the ${prop} and the query; ${counted(this.rows.length, 'row')} ${verbFor(this.rows.length, 'matches', 'match')} the query`,
      });
    });
  }
}

/** Copies a row and the lists in it. Most rows have none. */
function copyOf(row: Row): Row {
  const copy: { [prop: string]: Row[string] } = { ...row };
  for (const prop of Object.keys(copy)) {
    const value = copy[prop];
    if (!Array.isArray(value)) continue;
    copy[prop] = value.map((one) => (typeof one === 'string' ? one : copyOf(one))) as Row[string];
  }
  return copy;
}
