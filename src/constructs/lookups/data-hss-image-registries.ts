import { Construct } from 'constructs';
import { RegistryStatus, RegistryType } from '../../contract/enums';
import { HssImageRegistry } from '../../contract/registry';
import { HssConnection } from '../connection/hss-connection';
import { TypedLookup } from './typed-lookup';
import { endpointProps } from '../shared/endpoint-props';

/** The query of `DataHssImageRegistries`. Props that are left out don't filter; `false` and 0 would. */
export interface DataHssImageRegistriesProps {
  /**
   * The connection to ask through.
   * @default HssConnection.of(scope)
   */
  readonly connection?: HssConnection;
  /**
   * Enterprise project ID, 1 to 256 characters, or `all_granted_eps` for all.
   * @default - the connection's
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
   * Kinds of registries, at least one.
   * @default - all
   */
  readonly registryTypes?: RegistryType[];
  /**
   * Registry address, 1 to 256 characters. Whether HSS matches it exactly is not documented.
   * @default - any
   */
  readonly registryAddr?: string;
  /**
   * Whether HSS can reach the registry.
   * @default - any
   */
  readonly status?: RegistryStatus;
}

/**
 * The image registries that HSS knows, looked up while the stack is synthesized
 * (API: ListRegistry, 获取镜像仓列表, `GET /v5/{project_id}/image/registries`).
 *
 * Constructing one starts the request, reading one waits for it; so ten lookups overlap, as many requests at once as the
 * server answers without slowing down, within the connection's concurrency.
 * Reading throws the typed errors of docs/troubleshooting.md, such as `HSS_NO_CREDENTIALS` or `HSS_UNREACHABLE`.
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
   * @param scope where the construct stands
   * @param id unique in the scope
   * @param props the query
   * @throws HSS_INVALID_ARGUMENT for a value that the API does not allow, or a token; HSS_AMBIGUOUS when several
   * connections are equally near
   */
  constructor(scope: Construct, id: string, props: DataHssImageRegistriesProps = {}) {
    super(scope, id);
    this.lookup = new TypedLookup(
      this,
      endpointProps('image-registries', props),
      'DataHssImageRegistriesAtPlan',
    );
  }

  /** All rows that match, in HSS's order. */
  public get rows(): HssImageRegistry[] {
    return this.lookup.rows;
  }

  /** How many rows match: the length of `rows`. */
  public get totalNum(): number {
    return this.lookup.count;
  }

  /** The rows' registry IDs. */
  public get ids(): string[] {
    return this.lookup.texts('id');
  }

  /** The rows' registry names. */
  public get names(): string[] {
    return this.lookup.texts('registryName');
  }

  /** The rows' registry addresses. */
  public get addresses(): string[] {
    return this.lookup.texts('registryAddr');
  }

  /**
   * The rows as JSON, with the names and values that they have in TypeScript: for languages in which structs are slow to
   * cross.
   */
  public get rowsJson(): string {
    return this.lookup.rowsJson;
  }

  /**
   * As `rowsJson`, but an enum field holds its member's name (`SWR_PRIVATE`), not the API's value (`SwrPrivate`): from this the
   * generated structs and enums of Python, Java, Go and C# can be made.
   */
  public get rowsJsonForStructs(): string {
    return this.lookup.rowsJsonForStructs;
  }

  /**
   * The one registry of a name, exactly.
   *
   * @param name registry name
   * @throws HSS_NOT_FOUND naming near misses, HSS_AMBIGUOUS when several have it
   */
  public byName(name: string): HssImageRegistry {
    return this.lookup.one('registryName', name);
  }

  /**
   * The one registry of an ID.
   *
   * @param id registry ID
   * @throws HSS_NOT_FOUND naming near misses, HSS_AMBIGUOUS when several have it
   */
  public byId(id: string): HssImageRegistry {
    return this.lookup.one('id', id);
  }
}
