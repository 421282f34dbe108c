import { IConstruct } from 'constructs';
import { HssError } from '../../contract/error';

/**
 * Records which scope of an app uses which connection. A connection that is declared after its
 * scope already uses a farther one would be silently ignored, so it is refused.
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
    readonly covered?: IConstruct;
  }[] = [];

  /** @param covered the construct whose subtree uses the connection */
  public add(scope: IConstruct, connection: IConstruct, covered?: IConstruct): void {
    this.uses.push({ scope, connection, covered });
  }

  /** @throws HSS_INVALID_ARGUMENT */
  public refuseLate(late: IConstruct, parent: IConstruct): void {
    const passedBy = this.uses.find(
      ({ scope, covered }) =>
        scope.node.scopes.includes(parent) && !isStrictlyUnder(covered, parent),
    );
    if (passedBy === undefined) return;
    throw new HssError(
      'HSS_INVALID_ARGUMENT',
      `this connection is declared too late: ${passedBy.scope.node.path || 'the app'} already uses ${passedBy.connection.node.path}`,
      {
        constructPath: late.node.path,
        advice:
          'declare the connection first, or set the connection prop of each construct that uses it',
      },
    );
  }
}

function isStrictlyUnder(construct: IConstruct | undefined, ancestor: IConstruct): boolean {
  return (
    construct !== undefined && construct !== ancestor && construct.node.scopes.includes(ancestor)
  );
}
