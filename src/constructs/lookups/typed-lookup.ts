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
 * What the lookup constructs have in common. They hold one of these rather than inherit: a jsii class
 * can't extend one that is not exported.
 */
export class TypedLookup<T> {
  private readonly lookup: Lookup;
  private own: readonly T[] | undefined;
  private json: string | undefined;
  private jsonForStructs: string | undefined;

  /**
   * Checks the props and starts the request.
   * @param atPlan the construct that takes tokens; undefined where there is none
   * @param start how the lookup is started, where a single listing does not answer it
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
          ? 'give its value: this is looked up when the stack is synthesized'
          : `give its value; for a value that only Terraform knows, use ${atPlan}, which is read when Terraform plans`,
      );
      const from =
        checkInstance(
          'connection',
          connection,
          HssConnection,
          'give a HssConnection, or leave it out',
        ) ?? HssConnection.of(construct.node.scope ?? construct);
      const query = checkQuery(ENDPOINTS[endpoint], {
        ...parameters,
        enterpriseProjectId: parameters.enterpriseProjectId ?? from._enterpriseProjectId(),
      });
      return start(query, from);
    });
  }

  /**
   * A list of one's own: equal lookups share an answer, and a gate may judge by it, so what a caller sorts or
   * changes must not be theirs.
   */
  public get rows(): T[] {
    this.own ??= this.shared.map((row) => copyOf(row) as T);
    return [...this.own];
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

  /** The texts that the rows have for a prop, in the rows' order. */
  public texts(prop: keyof T): string[] {
    return this.rows
      .map((row) => row[prop])
      .filter((text): text is T[keyof T] & string => {
        return typeof text === 'string';
      });
  }

  /**
   * The one row whose prop has a value.
   * @throws HSS_NOT_FOUND naming near misses, HSS_AMBIGUOUS
   */
  public one(prop: keyof T & string, value: string): T {
    naming(this.construct, () => checkTexts({ [prop]: value }));
    const found = this.rows.filter((row) => row[prop] === value);
    if (found.length === 1) return found[0];
    return naming(this.construct, () => {
      if (found.length > 1) {
        throw new HssError('HSS_AMBIGUOUS', `${found.length} rows have the ${prop} ${value}`, {
          advice: 'narrow the query, or choose by ID from rows',
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

/** Lists in a row, of anomalies or of rows, are copied too; most rows have none. */
function copyOf(row: Row): Row {
  const copy: { [prop: string]: Row[string] } = { ...row };
  for (const prop of Object.keys(copy)) {
    const value = copy[prop];
    if (!Array.isArray(value)) continue;
    copy[prop] = value.map((one) => (typeof one === 'string' ? one : copyOf(one))) as Row[string];
  }
  return copy;
}
