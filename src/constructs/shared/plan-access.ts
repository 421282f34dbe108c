import { Construct } from 'constructs';
import { TOKEN_HEADER } from '../../client/http/header-names';
import { PlanTarget } from '../../client/settings/plan-target';
import { HssError } from '../../contract/error';
import {
  Hcl,
  any,
  asJson,
  call,
  cases,
  cond,
  equals,
  matches,
  moreThan,
  object,
  stringLiteral,
  tryOf,
  unequal,
} from '../../policy/hcl/expression';
import { TerraformStack, TerraformVariable, elementsFor } from '../framework/framework';
import { declareLocal } from '../framework/local';
import { declareHttpProvider } from '../framework/http';

/** The data with which a gate lets Terraform query HSS about its images. */
export interface PlannedGate {
  readonly access: PlanAccess;
  /**
   * Returns the endpoint and project. Call it after the images have been judged: if no project is
   * configured, it is the project that their rows came from.
   */
  readonly target: () => PlanTarget;
  readonly enterpriseProjectId: string | undefined;
  /**
   * Returns the IDs in HSS of the registries from which a judged image is pulled. Takes the
   * reference as written.
   */
  readonly registryIds: (reference: string) => readonly string[];
}

const ENDPOINT: Hcl = 'var.hss_endpoint';
const TOKEN: Hcl = 'var.hss_token';

/** ID of the scope with the elements that a stack needs once. */
const SCOPE = 'HssPlanAccess';

/**
 * The form of the address that `hss-gate exec` sets. Any other address is not a proxy with a
 * credential.
 */
const PROXY_ADDRESS = '^http://127\\.0\\.0\\.1:[0-9]+/[A-Za-z0-9_-]+/gate$';

/**
 * The way in which Terraform reaches HSS when it plans a stack: through the proxy of
 * `hss-gate exec` (variable `hss_endpoint`), or with a token (variable `hss_token`). Declared once
 * per stack.
 */
export class PlanAccess {
  private static readonly byStack = new WeakMap<TerraformStack, PlanAccess>();

  /**
   * Returns the access of a stack. The first call declares it.
   * @throws HSS_INVALID_ARGUMENT if the stack already has a construct with its ID
   */
  public static of(stack: TerraformStack): PlanAccess {
    let access = PlanAccess.byStack.get(stack);
    if (access === undefined) PlanAccess.byStack.set(stack, (access = new PlanAccess(stack)));
    return access;
  }

  /** HCL: `proxy`, `token` or `none`. */
  public readonly way = 'local.hss_way';

  private constructor(stack: TerraformStack) {
    if (stack.node.tryFindChild(SCOPE) !== undefined) {
      throw new HssError(
        'HSS_INVALID_ARGUMENT',
        `the stack already has a construct named ${SCOPE}`,
        {
          constructPath: stack.node.path,
          advice:
            'rename it. If another copy of this package created it, install one copy of cdktf-hss',
        },
      );
    }
    elementsFor(stack);
    const scope = new Construct(stack, SCOPE);
    declareHttpProvider(scope);
    declareVariables(scope);
    const way = declareLocal(
      scope,
      'way',
      asJson(
        cases(
          [
            [isGiven(ENDPOINT), stringLiteral('proxy')],
            [call('nonsensitive', isGiven(TOKEN)), stringLiteral('token')],
          ],
          stringLiteral('none'),
        ),
      ),
    );
    way.overrideLogicalId('hss_way');
  }

  /** HCL: whether Terraform has a way to query HSS. */
  public asked({ endpoint }: PlanTarget): Hcl {
    return endpoint === undefined
      ? equals(this.way, stringLiteral('proxy'))
      : unequal(this.way, stringLiteral('none'));
  }

  /** HCL: the URL up to the path of the API. */
  public base({ endpoint }: PlanTarget): Hcl {
    return cond(equals(this.way, stringLiteral('proxy')), ENDPOINT, stringLiteral(endpoint ?? ''));
  }

  /** HCL: the headers of a request. The token is sent to HSS only, and never in a URL. */
  public readonly headers: Hcl = cond(
    equals(this.way, stringLiteral('token')),
    object({ [TOKEN_HEADER]: TOKEN }),
    'null',
  );
}

function declareVariables(scope: Construct): void {
  const { TerraformVariable: Variable } = elementsFor(scope);
  const endpoint = new Variable(scope, 'endpoint', {
    type: 'string',
    description: 'Address of the proxy of hss-gate exec, which sets it.',
    validation: [
      {
        condition: asJson(any(equals(lengthOf(ENDPOINT), 0), matches(PROXY_ADDRESS, ENDPOINT))),
        errorMessage:
          'Only hss-gate exec may set hss_endpoint. To query HSS without it, set hss_token.',
      },
    ],
  });
  asOptional(endpoint, 'hss_endpoint');
  const token = new Variable(scope, 'token', {
    type: 'string',
    sensitive: true,
    description:
      'Token for HSS, if Terraform cannot run through hss-gate exec. It is stored in the state.',
  });
  asOptional(token, 'hss_token');
}

/**
 * Makes a variable optional. Without a default, even a destroy would prompt for the value. cdktf
 * does not accept null as a default.
 */
function asOptional(variable: TerraformVariable, name: string): void {
  variable.overrideLogicalId(name);
  variable.addOverride('default', null);
}

function isGiven(variable: Hcl): Hcl {
  return moreThan(lengthOf(variable), 0);
}

/** Returns the length of a variable, 0 if it is null. */
function lengthOf(variable: Hcl): Hcl {
  return tryOf(call('length', variable), 0);
}
