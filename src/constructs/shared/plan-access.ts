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

/** How Terraform asks for a gate's images. */
export interface PlannedGate {
  readonly access: PlanAccess;
  /** Known when the images have been judged: where no project is named, the one that their rows came from. */
  readonly target: () => PlanTarget;
  readonly enterpriseProjectId: string | undefined;
  /** Returns the IDs of the registries from which the image of a reference that was judged is pulled; the reference as written. */
  readonly registryIds: (reference: string) => readonly string[];
}

const ENDPOINT: Hcl = 'var.hss_endpoint';
const TOKEN: Hcl = 'var.hss_token';

/** In this scope stands what a stack needs once, whatever asks. */
const SCOPE = 'HssPlanAccess';

/** The address that `hss-gate exec` gives out, or nothing: anything else would be no proxy that holds the credential. */
const PROXY_ADDRESS = '^http://127\\.0\\.0\\.1:[0-9]+/[A-Za-z0-9_-]+/gate$';

/**
 * How Terraform itself reaches HSS when a stack is planned: through the proxy of `hss-gate exec` (variable
 * `hss_endpoint`), or with a token (variable `hss_token`). Declared once a stack.
 */
export class PlanAccess {
  private static readonly byStack = new WeakMap<TerraformStack, PlanAccess>();

  /**
   * That of a stack; the first call declares it.
   * @throws HSS_INVALID_ARGUMENT when the stack has something of its name
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
      throw new HssError('HSS_INVALID_ARGUMENT', `the stack has a construct named ${SCOPE}`, {
        constructPath: stack.node.path,
        advice: 'rename it; or install one copy of cdktf-hss, if it is another copy’s',
      });
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

  /** HCL: whether HSS can be asked at all for a target. */
  public asked({ endpoint }: PlanTarget): Hcl {
    return endpoint === undefined
      ? equals(this.way, stringLiteral('proxy'))
      : unequal(this.way, stringLiteral('none'));
  }

  /** HCL: the URL's beginning, up to the path of the API. */
  public base({ endpoint }: PlanTarget): Hcl {
    return cond(equals(this.way, stringLiteral('proxy')), ENDPOINT, stringLiteral(endpoint ?? ''));
  }

  /** HCL: the request's headers. The token goes to HSS alone, and never into a URL. */
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
    description: 'Set by hss-gate exec: where its proxy answers questions about images.',
    validation: [
      {
        condition: asJson(any(equals(lengthOf(ENDPOINT), 0), matches(PROXY_ADDRESS, ENDPOINT))),
        errorMessage:
          'hss_endpoint is set by hss-gate exec, and by nobody else. To ask HSS without it, set hss_token.',
      },
    ],
  });
  asOptional(endpoint, 'hss_endpoint');
  const token = new Variable(scope, 'token', {
    type: 'string',
    sensitive: true,
    description:
      'A token for HSS, for those who can’t run Terraform through hss-gate exec. It ends up in the state.',
  });
  asOptional(token, 'hss_token');
}

/** Without a default a variable would keep even a destroy waiting for its value. cdktf takes no null as one. */
function asOptional(variable: TerraformVariable, name: string): void {
  variable.overrideLogicalId(name);
  variable.addOverride('default', null);
}

function isGiven(variable: Hcl): Hcl {
  return moreThan(lengthOf(variable), 0);
}

/** 0 where it is null. */
function lengthOf(variable: Hcl): Hcl {
  return tryOf(call('length', variable), 0);
}
