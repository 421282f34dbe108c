import { EndpointParameters } from '../../contract/endpoints';
import { HssConnection } from '../connection/hss-connection';

/** What every lookup's props have. */
interface CommonProps {
  readonly connection?: HssConnection;
  readonly enterpriseProjectId?: string;
}

/** The props of a lookup, the endpoint's parameters apart. */
export interface EndpointProps {
  readonly endpoint: keyof EndpointParameters;
  readonly connection: HssConnection | undefined;
  readonly parameters: { readonly [prop: string]: unknown };
}

/** Props themselves where they are exactly the parameters of an endpoint and the connection, and else nothing. */
type Exactly<Props, Name> = [Exclude<keyof Props, Name>, Exclude<Name, keyof Props>] extends [
  never,
  never,
]
  ? Props
  : never;

/** Reads the props of a lookup. The compiler refuses a struct that lacks a parameter of the endpoint, or has another prop. */
export function endpointProps<Id extends keyof EndpointParameters, Props extends CommonProps>(
  endpoint: Id,
  props: Props & Exactly<Props, EndpointParameters[Id] | 'connection'>,
): EndpointProps {
  const { connection, ...parameters } = (props ?? {}) as CommonProps;
  return { endpoint, connection, parameters };
}
