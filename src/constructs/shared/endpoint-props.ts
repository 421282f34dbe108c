import { EndpointParameters } from '../../contract/endpoints';
import { HssConnection } from '../connection/hss-connection';

/** The props that all lookups have. */
interface CommonProps {
  readonly connection?: HssConnection;
  readonly enterpriseProjectId?: string;
}

/** The props of a lookup, with the parameters of the endpoint separated from the others. */
export interface EndpointProps {
  readonly endpoint: keyof EndpointParameters;
  readonly connection: HssConnection | undefined;
  readonly parameters: { readonly [prop: string]: unknown };
}

/** The type `Props` if its keys are exactly `Name`, else `never`. */
type Exactly<Props, Name> = [Exclude<keyof Props, Name>, Exclude<Name, keyof Props>] extends [
  never,
  never,
]
  ? Props
  : never;

/**
 * Separates the props of a lookup. A struct that lacks a parameter of the endpoint, or has an
 * additional prop, does not compile.
 */
export function endpointProps<Id extends keyof EndpointParameters, Props extends CommonProps>(
  endpoint: Id,
  props: Props & Exactly<Props, EndpointParameters[Id] | 'connection'>,
): EndpointProps {
  const { connection, ...parameters } = (props ?? {}) as CommonProps;
  return { endpoint, connection, parameters };
}
