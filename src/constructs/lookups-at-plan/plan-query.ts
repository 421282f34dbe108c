import { Construct } from 'constructs';
import { queryString } from '../../client/http/percent';
import { EndpointSpec, ParameterSpec } from '../../contract/fields';
import { Query, checkQuery, parametersOf } from '../../contract/query';
import {
  Hcl,
  all,
  attribute,
  call,
  cond,
  isNull,
  literalOf,
  matches,
  not,
  stringLiteral,
} from '../../policy/hcl/expression';
import { TerraformLocal } from '../framework/framework';
import { declareLocal } from '../framework/local';
import { holdsToken } from '../shared/arguments';

/**
 * Characters that a path segment may contain without encoding. `.` and `..` are excluded
 * separately.
 */
const PATH_SEGMENT = '^[A-Za-z0-9._~-]{1,64}$';

/**
 * A query whose values may be known only to Terraform. Plain values are checked and encoded at
 * synth; tokens are declared as a local and encoded by HCL.
 */
export class PlanQuery {
  private readonly fixed: Query;
  private readonly given: TerraformLocal | undefined;
  private readonly tokens: readonly string[];

  /** @throws HSS_INVALID_ARGUMENT */
  constructor(
    scope: Construct,
    private readonly spec: EndpointSpec,
    props: { readonly [prop: string]: unknown },
  ) {
    this.tokens = Object.keys(spec.parameters).filter((prop) => holdsToken(props[prop]));
    this.fixed = checkQuery(
      { ...spec, parameters: without(spec.parameters, this.tokens) },
      without(props, this.tokens),
    );
    if (this.tokens.length > 0) {
      const values = this.tokens.map((prop) => [prop, props[prop]]);
      this.given = declareLocal(scope, 'given', Object.fromEntries(values));
    }
  }

  /** Whether a value is a token, which Terraform may not know when it plans. */
  public get hasTokens(): boolean {
    return this.tokens.length > 0;
  }

  /** Returns HCL for the value of a prop, which may be null. Undefined if the prop is not set. */
  public wanted(prop: string): Hcl | undefined {
    if (this.tokens.includes(prop)) {
      return attribute(`local.${this.given!.friendlyUniqueId}`, prop);
    }
    const value = this.fixed.values[prop];
    return value === undefined ? undefined : literalOf(value);
  }

  /** HCL: for each token in the path, whether its value is allowed there. */
  public get pathChecks(): { readonly prop: string; readonly condition: Hcl }[] {
    return this.tokens
      .filter((prop) => this.spec.parameters[prop].inPath)
      .map((prop) => ({ prop, condition: canStandInPath(this.wanted(prop)!) }));
  }

  /** Returns HCL strings that, joined, are the URL from the path of the project on. */
  public url(projectId: string, limit: number, offset: Hcl): Hcl[] {
    const fixed = queryString(parametersOf(this.spec, this.fixed));
    return [
      stringLiteral(`/v5/${projectId}`),
      ...this.path(),
      stringLiteral(`?limit=${limit}&offset=`),
      offset,
      stringLiteral(fixed === '' ? '' : `&${fixed}`),
      ...this.tokens.flatMap((prop) => {
        const parameter = this.spec.parameters[prop];
        return parameter.inPath ? [] : [parameterOf(parameter, this.wanted(prop)!)];
      }),
    ];
  }

  private path(): Hcl[] {
    return this.spec.path.split(/\{(\w+)\}/).map((part, index) => {
      if (index % 2 === 0) return stringLiteral(part);
      const value = this.wanted(part)!;
      // A precondition refuses other values. It does not stop a destroy, which must not fail for
      // null either.
      return this.tokens.includes(part)
        ? cond(canStandInPath(value), value, stringLiteral('-'))
        : value;
    });
  }
}

function canStandInPath(value: Hcl): Hcl {
  const isDots = call('contains', literalOf(['.', '..']), value);
  return all(matches(PATH_SEGMENT, value), not(isDots));
}

/**
 * Returns HCL for a parameter. A null value is omitted, like a prop that is not set. A space
 * becomes `%20`, because not every server decodes a plus.
 */
function parameterOf({ kind, name }: ParameterSpec, value: Hcl): Hcl {
  const wire =
    kind === 'enumList' ? call('join', stringLiteral(','), value) : call('tostring', value);
  const encoded = call(
    'replace',
    call('urlencode', wire),
    stringLiteral('+'),
    stringLiteral('%20'),
  );
  const parameter = call('format', stringLiteral(`&${name}=%s`), encoded);
  return cond(isNull(value), stringLiteral(''), parameter);
}

function without<T>(
  values: { readonly [prop: string]: T },
  props: readonly string[],
): { readonly [prop: string]: T } {
  return Object.fromEntries(Object.entries(values).filter(([prop]) => !props.includes(prop)));
}
