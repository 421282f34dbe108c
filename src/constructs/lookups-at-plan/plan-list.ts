import { Construct } from 'constructs';
import { PlanTarget } from '../../client/settings/plan-target';
import { ENDPOINTS } from '../../contract/endpoints';
import { HssError } from '../../contract/error';
import { EndpointSpec, PAGE_LIMIT } from '../../contract/fields';
import {
  Hcl,
  all,
  asJson,
  asJsonText,
  attribute,
  call,
  cond,
  equals,
  forEach,
  forEachIndexed,
  forMap,
  index as at,
  interpolate,
  isPresent,
  list,
  literalOf,
  minus,
  moreThan,
  object,
  spread,
  stringLiteral,
  tryOf,
  verbatim,
} from '../../policy/hcl/expression';
import { MINUTE_MS } from '../../util/time';
import {
  TerraformDataSource,
  TerraformLocal,
  TerraformStack,
  framework,
  frameworkOf,
} from '../framework/framework';
import { httpData } from '../framework/http';
import { declareLocal } from '../framework/local';
import { IResolvable } from '../framework/resolvable';
import { checkInstance, naming } from '../shared/arguments';
import { HssConnection } from '../connection/hss-connection';
import { PlanAccess } from '../shared/plan-access';
import { ID_FIELDS } from '../../client/paging/kept-rows';
import { Condition, postconditions } from './plan-answer';
import { countOf, normalRows, rowsHcl } from './plan-normal';
import { PlanQuery } from './plan-query';
import { EndpointProps } from '../shared/endpoint-props';

/**
 * Pages overlap by one row, which must be the same in both. A list that changes while it is read
 * violates that.
 */
const STEP = PAGE_LIMIT - 1;

/** HCL's `range` returns at most 1024 numbers. */
const MOST_ROWS = STEP + 1024 * STEP;

/** The errors if HSS can't be queried. The path of the construct is appended. */
const NO_CREDENTIALS =
  'HSS_NO_CREDENTIALS: Terraform has no credentials for HSS (what to do: run Terraform through hss-gate exec, or set the variable hss_token';
const NO_ENDPOINT =
  'HSS_INVALID_ARGUMENT: the endpoint of HSS is not known (what to do: set the region of the connection, or HW_REGION_NAME, and synthesize the stack again';

/** Timeout of a page. The proxy retries for the same time. */
const TIMEOUT_MS = 5 * MINUTE_MS;

/**
 * A list that Terraform reads. Missing credentials, an invalid answer or an incomplete list fails a
 * condition of a data source, because such conditions stop a plan but not a destroy. For the same
 * reason no expression may fail: without a complete list, the rows are unknown.
 */
export class PlanList {
  private readonly spec: EndpointSpec;
  private readonly target: PlanTarget;
  private readonly access: PlanAccess;
  private readonly query: PlanQuery;
  private readonly first: TerraformDataSource;
  private readonly rows: TerraformLocal;
  private readonly derived = new Map<string, TerraformLocal>();
  private rowsNeeded = 0;

  /** Checks the props and declares the data sources. */
  constructor(
    private readonly construct: Construct,
    { endpoint, connection, parameters }: EndpointProps,
  ) {
    this.spec = ENDPOINTS[endpoint];
    const advice = 'pass an HssConnection, or omit it';
    const prepared = naming(construct, () => {
      const from =
        checkInstance('connection', connection, HssConnection, advice) ??
        HssConnection.of(construct.node.scope ?? construct);
      const query = new PlanQuery(construct, this.spec, {
        ...parameters,
        enterpriseProjectId: parameters.enterpriseProjectId ?? from._enterpriseProjectId(),
      });
      return { query, target: from._planTarget(), access: PlanAccess.of(stackOf(construct)) };
    });
    this.query = prepared.query;
    this.target = prepared.target;
    this.access = prepared.access;
    this.first = this.page('first', '0');
    this.setConditions();
    this.rows = this.readRows(this.query.hasTokens ? undefined : this.declareRest());
  }

  /** A token of the number of rows. */
  public get totalNum(): number {
    return this.local('total_num', (rows) => call('length', rows)).asNumber;
  }

  /** Returns a token of the strings in a field of the rows, in the rows' order. */
  public texts(prop: string): string[] {
    const value = (row: Hcl): Hcl => attribute(row, prop);
    return this.local(prop, (rows) => forEach('r', rows, value, (row) => isPresent(value(row))))
      .asList;
  }

  /** Returns a token of whether there are rows and all of them have this value. */
  public allAre(prop: string, value: string): IResolvable {
    return this.local(`all_${value}`, (rows) => {
      const are = forEach('r', rows, (row) => equals(attribute(row, prop), stringLiteral(value)));
      return all(moreThan(call('length', rows), 0), call('alltrue', are));
    }).asBoolean;
  }

  /** A token of the rows as JSON, with the field names of the lookups at synth. */
  public get rowsJson(): string {
    return this.local('rows_json', (rows) =>
      call(
        'jsonencode',
        forEach('r', rows, (row) => withoutNulls(this.spec, row)),
      ),
    ).asString;
  }

  /**
   * Returns a row. The plan fails if it does not exist.
   * @throws HSS_INVALID_ARGUMENT
   */
  public row(index: number): PlanRow {
    naming(this.construct, () => {
      if (Number.isSafeInteger(index) && index >= 0 && !framework().Token.isUnresolved(index))
        return;
      throw new HssError('HSS_INVALID_ARGUMENT', 'the index of a row is not a whole number', {
        advice: 'pass 0 for the first row',
      });
    });
    this.rowsNeeded = Math.max(this.rowsNeeded, index + 1);
    this.setConditions();
    return new PlanRow(this.local(`row_${index}`, (rows) => orUnknown(at(rows, index))));
  }

  private local(id: string, expression: (rows: Hcl) => Hcl): TerraformLocal {
    let local = this.derived.get(id);
    if (local === undefined) {
      local = declareLocal(this.construct, id, asJson(expression(nameOf(this.rows))));
      this.derived.set(id, local);
    }
    return local;
  }

  private page(id: string, offset: Hcl): TerraformDataSource {
    const { access, target, query } = this;
    const parts = [access.base(target), ...query.url(target.projectId, PAGE_LIMIT, offset)];
    // Without credentials the URL is unknown, so that a destroy sends no request.
    const url = cond(
      access.asked(target),
      call('join', stringLiteral(''), list(...parts)),
      call('timestamp'),
    );
    const page = httpData(this.construct, id, {
      url: asJson(url),
      requestTimeoutMs: TIMEOUT_MS,
      retry: { attempts: 2, minDelayMs: 500, maxDelayMs: 5000 },
    });
    page.addOverride('request_headers', asJson(access.headers));
    return page;
  }

  /**
   * Declares the pages after the first one. After a full page there is always another one, which
   * proves that the list is complete.
   */
  private declareRest(): { readonly offsets: Hcl; readonly pages: Hcl } {
    const { access, target } = this;
    const total = nameOf(
      declareLocal(
        this.construct,
        'total',
        asJson(tryOf(attribute(call('jsondecode', bodyOf(this.first)), 'total_num'), 0)),
      ),
    );
    const last = call('max', STEP, call('min', MOST_ROWS, call('floor', total)));
    const known = forEach('o', call('range', STEP, tryOf(last, STEP), STEP), (offset) =>
      call('tostring', offset),
    );
    const offsets = nameOf(
      declareLocal(this.construct, 'offsets', asJson(cond(access.asked(target), known, list()))),
    );
    const rest = this.page('rest', 'each.key');
    rest.addOverride('for_each', asJson(call('toset', offsets)));
    rest.lifecycle = {
      postcondition: postconditions({
        construct: this.construct.node.path,
        way: access.way,
        offset: 'each.key',
        limit: PAGE_LIMIT,
        total,
      }),
    };
    return { offsets, pages: addressOf(rest) };
  }

  /** Sets the conditions of the first page. It is called again when the app reads more rows. */
  private setConditions(): void {
    const { construct, access, target, query } = this;
    const place = verbatim(`construct: ${construct.node.path}`);
    const isUnasked = equals(access.way, stringLiteral('none'));
    const missing = cond(isUnasked, stringLiteral(NO_CREDENTIALS), stringLiteral(NO_ENDPOINT));
    const preconditions: Condition[] = [
      {
        condition: asJson(access.asked(target)),
        errorMessage: asJsonText`${missing}; ${place})`,
      },
      ...query.pathChecks.map(({ prop, condition }) => ({
        condition: asJson(condition),
        errorMessage: asJsonText`HSS_INVALID_ARGUMENT: the value of ${verbatim(prop)} is not allowed in a path (what to do: use 1 to 64 of the characters A-Z a-z 0-9 - . _ ~; ${place})`,
      })),
    ];
    this.first.lifecycle = {
      precondition: preconditions,
      postcondition: postconditions({
        construct: construct.node.path,
        way: access.way,
        offset: '0',
        limit: PAGE_LIMIT,
        most: query.hasTokens
          ? { rows: PAGE_LIMIT, advice: 'narrow the query, or pass plain values instead of tokens' }
          : { rows: MOST_ROWS, advice: 'narrow the query' },
        ...(this.rowsNeeded === 0
          ? {}
          : { needed: { rows: this.rowsNeeded, count: countOf(this.spec, query, rowsHcl('j')) } }),
      }),
    };
  }

  private readRows(rest?: { readonly offsets: Hcl; readonly pages: Hcl }): TerraformLocal {
    const { construct } = this;
    const later =
      rest === undefined
        ? list()
        : forEach('o', rest.offsets, (offset) =>
            attribute(at(rest.pages, offset), 'response_body'),
          );
    const bodies = call('concat', list(bodyOf(this.first)), later);
    const decoded = forEach('b', bodies, (body) => call('jsondecode', body));
    const pages = nameOf(declareLocal(construct, 'pages', asJson(tryOf(decoded, 'null'))));
    const rowsOfPages = forEachIndexed('i', 'p', pages, (position, page) =>
      call('slice', rowsHcl(page), cond(equals(position, 0), 0, 1), call('length', rowsHcl(page))),
    );
    const joined = call('concat', list(), spread(rowsOfPages));
    const all_ = nameOf(declareLocal(construct, 'all', asJson(tryOf(joined, 'null'))));
    // The key false does not exist, so its lookup fails. A conditional would convert both lists to
    // one type.
    const rows = at(
      object({ true: normalRows(this.spec, this.query, all_) }),
      call('tostring', isWhole(pages, all_)),
    );
    return declareLocal(construct, 'rows', asJson(orUnknown(rows)));
  }
}

/** A row whose fields are tokens. */
export class PlanRow {
  constructor(private readonly row: TerraformLocal) {}

  public text(prop: string): string {
    return framework().Token.asString(this.at(prop));
  }

  public number(prop: string): number {
    return framework().Token.asNumber(this.at(prop));
  }

  public flag(prop: string): IResolvable {
    return this.at(prop);
  }

  /** Returns a token of a list of objects. */
  public list(prop: string): IResolvable {
    return this.at(prop);
  }

  private at(prop: string): IResolvable {
    return frameworkOf(this.row).propertyAccess(this.row.expression, [prop]);
  }
}

/**
 * Returns HCL for the value of an expression. If the expression fails, the value is unknown while
 * Terraform plans, and an error with the reason when it applies.
 */
function orUnknown(expression: Hcl): Hcl {
  const reason = interpolate`HSS_UNSTABLE_LIST: no complete list was read, plan again (${call('timestamp')})`;
  const none = stringLiteral('');
  return tryOf(expression, call('jsondecode', cond(call('tobool', reason), none, none)));
}

/**
 * Returns HCL for whether pages form one list. All must have the same total, each must begin with
 * the last row of the previous one, and no row may occur twice.
 */
function isWhole(pages: Hcl, rows: Hcl): Hcl {
  const count = call('length', rows);
  const agreeing = forEach('p', pages, (page) => equals(attribute(page, 'total_num'), count));
  const rowAt = (position: Hcl, row: number): Hcl =>
    call('jsonencode', at(rowsHcl(at(pages, position)), row));
  const shared = forEach('i', call('range', 1, call('length', pages)), (position) =>
    equals(rowAt(position, 0), rowAt(minus(position, 1), STEP)),
  );
  const hasId = (row: Hcl): Hcl =>
    call(
      'anytrue',
      forEach('k', literalOf(ID_FIELDS), (field) =>
        tryOf(moreThan(call('length', at(row, field)), 0), 'false'),
      ),
    );
  const withId = forEach('r', rows, (row) => call('jsonencode', row), hasId);
  const noTwins = equals(call('length', call('toset', withId)), call('length', withId));
  return call('alltrue', call('concat', agreeing, shared, list(noTwins)));
}

function bodyOf(page: TerraformDataSource): Hcl {
  return attribute(addressOf(page), 'response_body');
}

function addressOf(page: TerraformDataSource): Hcl {
  return `data.http.${page.friendlyUniqueId}`;
}

function nameOf(local: TerraformLocal): Hcl {
  return `local.${local.friendlyUniqueId}`;
}

/** @throws HSS_INVALID_ARGUMENT */
function stackOf(construct: Construct): TerraformStack {
  try {
    return frameworkOf(construct).TerraformStack.of(construct);
  } catch {
    throw new HssError('HSS_INVALID_ARGUMENT', 'a lookup at plan must be in a stack', {
      advice: 'create it in a TerraformStack',
    });
  }
}

/** Returns HCL for a row without null fields, also in its nested rows. */
function withoutNulls({ fields }: EndpointSpec, row: Hcl): Hcl {
  const present = (value: Hcl): Hcl => forMap('k', 'v', value, (_, field) => field, isPresent);
  const lists = Object.keys(fields).filter((prop) => fields[prop].kind === 'objectList');
  if (lists.length === 0) return present(row);
  // A conditional would require one type on both sides.
  const inner = lists.map((prop) =>
    tryOf(object({ [prop]: forEach('one', attribute(row, prop), present) }), object({})),
  );
  return call('merge', present(row), ...inner);
}
