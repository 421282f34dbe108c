import { Construct } from 'constructs';
import { RegistryStatus, RegistryType } from '../../contract/enums';
import { IResolvable } from '../framework/resolvable';
import { HssConnection } from '../connection/hss-connection';
import { HssImageRegistryAtPlanList } from './hss-image-registry-at-plan';
import { PlanList } from './plan-list';
import { endpointProps } from '../shared/endpoint-props';

/**
 * The query of `DataHssImageRegistriesAtPlan`. Props that are not set don't filter. `false` and 0
 * do.
 *
 * Every prop but `connection` may be a token. Because Terraform may not know the value of a token
 * before it applies, one page is then read, and more than 200 rows are an error. A token whose
 * value is null does not filter. Use `Token.asAny` for types without a token function.
 */
export interface DataHssImageRegistriesAtPlanProps {
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
  readonly registryTypes?: RegistryType[] | IResolvable;
  /**
   * Registry address, 1 to 256 characters. Whether HSS matches it exactly is not documented.
   * @default - any
   */
  readonly registryAddr?: string;
  /**
   * Connection status: whether HSS can reach the registry.
   * @default - any
   */
  readonly status?: RegistryStatus | IResolvable;
}

/**
 * Lets Terraform look up the image registries that HSS knows when it plans (API: ListRegistry,
 * 获取镜像仓列表, `GET /v5/{project_id}/image/registries`).
 *
 * Terraform queries HSS through `hss-gate exec`, or directly with the variable `hss_token`. The
 * project must be known when the stack is synthesized (`projectId` of the connection, or
 * `HW_PROJECT_ID`), and for a token also the region or the endpoint. The plan fails with a reason
 * if HSS does not answer, or if the answer is invalid or incomplete.
 *
 * Terraform stores each answer of HSS in the state, the body three times: 200 registries take about
 * 290 kB. If the variable `hss_token` is used, the state contains it too.
 *
 * `terraform destroy` works without any variable, and whatever `hss-gate exec` answers. With
 * `hss_token`, if HSS can't be reached or answers 429 or 5xx, use
 * `terraform destroy -refresh=false`.
 *
 * @example
 * import { TerraformOutput } from 'cdktf';
 * import { DataHssImageRegistriesAtPlan } from 'cdktf-hss';
 *
 * const registries = new DataHssImageRegistriesAtPlan(stack, 'registries', { registryName: 'prod-swr' });
 * new TerraformOutput(stack, 'ids', { value: registries.ids });
 */
export class DataHssImageRegistriesAtPlan extends Construct {
  private readonly list: PlanList;

  /**
   * @param scope parent of the construct, in a stack
   * @param id unique in the scope
   * @param props the query
   * @throws HSS_INVALID_ARGUMENT for a value that the API does not allow, or if the project is not
   * known; HSS_AMBIGUOUS if several connections are equally near
   */
  constructor(scope: Construct, id: string, props: DataHssImageRegistriesAtPlanProps = {}) {
    super(scope, id);
    this.list = new PlanList(this, endpointProps('image-registries', props));
  }

  /** The rows that match the query, in HSS's order. */
  public get rows(): HssImageRegistryAtPlanList {
    return HssImageRegistryAtPlanList._of(this.list);
  }

  /** Token: number of rows that match the query, the length of `rows`. */
  public get totalNum(): number {
    return this.list.totalNum;
  }

  /** Token: registry IDs of the rows. */
  public get ids(): string[] {
    return this.list.texts('id');
  }

  /** Token: registry names of the rows. */
  public get names(): string[] {
    return this.list.texts('registryName');
  }

  /** Token: registry addresses of the rows. */
  public get addresses(): string[] {
    return this.list.texts('registryAddr');
  }

  /**
   * Token: the rows as JSON, with the field names and values of `DataHssImageRegistries`, without
   * null fields.
   */
  public get rowsJson(): string {
    return this.list.rowsJson;
  }
}
