import { Construct } from 'constructs';
import { RegistryStatus, RegistryType } from '../../contract/enums';
import { HssImageRegistry } from '../../contract/registry';
import { HssConnection } from '../connection/hss-connection';
import { TypedLookup } from './typed-lookup';
import { endpointProps } from '../shared/endpoint-props';

/** The query of `DataHssImageRegistries`. Props that are not set don't filter. */
export interface DataHssImageRegistriesProps {
  /**
   * Connection to HSS.
   * @default HssConnection.of(scope)
   */
  readonly connection?: HssConnection;
  /**
   * Enterprise project ID, 1 to 256 characters, or `all_granted_eps` for all.
   * @default - the enterprise project of the connection
   */
  readonly enterpriseProjectId?: string;
  /**
   * Registry name, 1 to 128 characters. Whether HSS matches it exactly is not documented.
   * @default - any
   */
  readonly registryName?: string;
  /**
   * Registry ID, 1 to 64 characters.
   * @default - any
   */
  readonly registryId?: string;
  /**
   * Kinds of registries, at least one kind.
   * @default - all
   */
  readonly registryTypes?: RegistryType[];
  /**
   * Registry address, 1 to 256 characters. Whether HSS matches it exactly is not documented.
   * @default - any
   */
  readonly registryAddr?: string;
  /**
   * Connection status: whether HSS can reach the registry.
   * @default - any
   */
  readonly status?: RegistryStatus;
}

/**
 * Looks up the image registries that HSS knows, while the stack is synthesized (API: ListRegistry,
 * 获取镜像仓列表, `GET /v5/{project_id}/image/registries`).
 *
 * The constructor starts the request, and reading a property waits for it, so several lookups
 * overlap. The client sends as many requests at once as HSS answers without slowing down, up to the
 * `concurrency` of the connection. Reading throws the errors of docs/troubleshooting.md, such as
 * `HSS_NO_CREDENTIALS` or `HSS_UNREACHABLE`.
 *
 * @example
 * import { TerraformOutput } from 'cdktf';
 * import { DataHssImageRegistries, RegistryType } from 'cdktf-hss';
 *
 * const registries = new DataHssImageRegistries(stack, 'registries', {
 *   registryTypes: [RegistryType.SWR_PRIVATE, RegistryType.HARBOR],
 * });
 * new TerraformOutput(stack, 'registry-id', { value: registries.byName('prod-swr').id });
 */
export class DataHssImageRegistries extends Construct {
  private readonly lookup: TypedLookup<HssImageRegistry>;

  /**
   * @param scope parent of the construct
   * @param id unique in the scope
   * @param props the query
   * @throws HSS_INVALID_ARGUMENT for a token or a value that the API does not allow; HSS_AMBIGUOUS
   * if several connections are equally near
   */
  constructor(scope: Construct, id: string, props: DataHssImageRegistriesProps = {}) {
    super(scope, id);
    this.lookup = new TypedLookup(
      this,
      endpointProps('image-registries', props),
      'DataHssImageRegistriesAtPlan',
    );
  }

  /** All rows that match the query, in HSS's order. */
  public get rows(): HssImageRegistry[] {
    return this.lookup.rows;
  }

  /** Number of rows that match the query: the length of `rows`. */
  public get totalNum(): number {
    return this.lookup.count;
  }

  /** Registry IDs of the rows. */
  public get ids(): string[] {
    return this.lookup.texts('id');
  }

  /** Registry names of the rows. */
  public get names(): string[] {
    return this.lookup.texts('registryName');
  }

  /** Registry addresses of the rows. */
  public get addresses(): string[] {
    return this.lookup.texts('registryAddr');
  }

  /**
   * The rows as JSON, with the field names and values that they have in TypeScript. Use it in
   * languages in which reading many structs is slow.
   */
  public get rowsJson(): string {
    return this.lookup.rowsJson;
  }

  /**
   * The rows as JSON, as in `rowsJson`, but an enum field has the name of its member
   * (`SWR_PRIVATE`) in place of the API's value (`SwrPrivate`). The generated structs and enums of
   * Python, Java, Go and C# can be created from it.
   */
  public get rowsJsonForStructs(): string {
    return this.lookup.rowsJsonForStructs;
  }

  /**
   * Returns the registry with a name, which must match exactly.
   *
   * @param name registry name
   * @throws HSS_NOT_FOUND with similar values; HSS_AMBIGUOUS if several registries match
   */
  public byName(name: string): HssImageRegistry {
    return this.lookup.one('registryName', name);
  }

  /**
   * Returns the registry with an ID.
   *
   * @param id registry ID
   * @throws HSS_NOT_FOUND with similar values; HSS_AMBIGUOUS if several registries match
   */
  public byId(id: string): HssImageRegistry {
    return this.lookup.one('id', id);
  }
}
