import { IConstruct } from 'constructs';
import { HssError } from '../../contract/error';

/**
 * Which scope of an app has used which connection. A connection that is declared after something has used a
 * farther one would be silently passed by, so it is refused.
 */
export class ConnectionUses {
  private static readonly byApp = new WeakMap<IConstruct, ConnectionUses>();

  public static of(root: IConstruct): ConnectionUses {
    let uses = ConnectionUses.byApp.get(root);
    if (uses === undefined) ConnectionUses.byApp.set(root, (uses = new ConnectionUses()));
    return uses;
  }

  private readonly uses: {
    readonly scope: IConstruct;
    readonly connection: IConstruct;
    readonly counting?: IConstruct;
  }[] = [];

  /** @param counting the construct under which the connection counts */
  public remember(scope: IConstruct, connection: IConstruct, counting?: IConstruct): void {
    this.uses.push({ scope, connection, counting });
  }

  /** @throws HSS_INVALID_ARGUMENT */
  public refuseLate(late: IConstruct, parent: IConstruct): void {
    const passedBy = this.uses.find(
      ({ scope, counting }) =>
        scope.node.scopes.includes(parent) && !isStrictlyUnder(counting, parent),
    );
    if (passedBy === undefined) return;
    throw new HssError(
      'HSS_INVALID_ARGUMENT',
      `this connection is declared too late: ${passedBy.scope.node.path || 'the app'} has used ${passedBy.connection.node.path} already`,
      {
        constructPath: late.node.path,
        advice: 'declare the connection first, or name it in the connection prop of what uses it',
      },
    );
  }
}

function isStrictlyUnder(construct: IConstruct | undefined, ancestor: IConstruct): boolean {
  return (
    construct !== undefined && construct !== ancestor && construct.node.scopes.includes(ancestor)
  );
}
