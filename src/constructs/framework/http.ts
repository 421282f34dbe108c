import { Construct, IConstruct } from 'constructs';
import {
  TerraformDataSource,
  TerraformProvider,
  TerraformStack,
  elementsFor,
  frameworkOf,
  httpBindingOf,
} from './framework';

/** A request that Terraform makes, as `data.http` takes it. */
export interface HttpRequestConfig {
  readonly url: string;
  readonly requestTimeoutMs: number;
  readonly retry: {
    readonly attempts: number;
    readonly minDelayMs: number;
    readonly maxDelayMs: number;
  };
}

const TYPE = 'http';

/** As the prebuilt bindings of cdktf say it: they pin the provider's version. */
const PROVIDER = {
  providerName: TYPE,
  providerVersion: '3.5.0',
  providerVersionConstraint: '~> 3.1',
};

/** `data.http`, made by the prebuilt binding where that is installed, else by an element with the same attributes. */
export function httpData(
  scope: Construct,
  id: string,
  config: HttpRequestConfig,
): TerraformDataSource {
  const binding = httpBindingOf(scope);
  if (binding !== undefined) return new binding.DataHttp(scope, id, config);
  const { TerraformDataSource: DataSource } = elementsFor(scope);
  const data = new DataSource(scope, id, {
    terraformResourceType: TYPE,
    terraformGeneratorMetadata: PROVIDER,
  });
  const { url, requestTimeoutMs, retry } = config;
  data.addOverride('url', url);
  data.addOverride('request_timeout_ms', requestTimeoutMs);
  data.addOverride('retry', {
    attempts: retry.attempts,
    min_delay_ms: retry.minDelayMs,
    max_delay_ms: retry.maxDelayMs,
  });
  return data;
}

/**
 * Declares the provider hashicorp/http in a scope, by the prebuilt binding where that is installed. Where the stack has one of
 * its own when it is synthesized, that one counts, and this is not written.
 */
export function declareHttpProvider(scope: Construct): void {
  const provider = newProvider(scope);
  const stack = provider.cdktfStack;
  const isDeclared = (): boolean =>
    stack.node.findAll().some((other) => other !== provider && isHttpProviderOf(stack, other));
  for (const method of ['toTerraform', 'toHclTerraform'] as const) {
    const make = provider[method].bind(provider) as () => object;
    provider[method] = () => (isDeclared() ? {} : make());
  }
}

function newProvider(scope: Construct): TerraformProvider {
  const binding = httpBindingOf(scope);
  if (binding !== undefined) return new binding.HttpProvider(scope, TYPE);
  class HttpProvider extends elementsFor(scope).TerraformProvider {}
  return new HttpProvider(scope, TYPE, {
    terraformResourceType: TYPE,
    terraformGeneratorMetadata: PROVIDER,
    terraformProviderSource: TYPE,
  });
}

/** A stack in the stack has providers of its own. */
function isHttpProviderOf(stack: TerraformStack, construct: IConstruct): boolean {
  const { TerraformProvider: Provider } = frameworkOf(stack);
  return (
    Provider.isTerraformProvider(construct) &&
    construct.terraformResourceType === TYPE &&
    construct.cdktfStack === stack
  );
}
