import { Construct, IConstruct } from 'constructs';
import {
  TerraformDataSource,
  TerraformProvider,
  TerraformStack,
  elementsFor,
  frameworkOf,
  httpBindingOf,
} from './framework';

/** The configuration of a `data.http` request. */
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

/** The provider as in cdktf's prebuilt bindings, which pin its version. */
const PROVIDER = {
  providerName: TYPE,
  providerVersion: '3.5.0',
  providerVersionConstraint: '~> 3.1',
};

/**
 * Creates `data.http`, with the prebuilt binding if it is installed, else as an element with the
 * same attributes.
 */
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
 * Declares the provider hashicorp/http in a scope, with the prebuilt binding if it is installed. If
 * the stack has another http provider when it is synthesized, this one is not written.
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

/**
 * Returns whether a construct is an http provider of a stack. Nested stacks have separate
 * providers.
 */
function isHttpProviderOf(stack: TerraformStack, construct: IConstruct): boolean {
  const { TerraformProvider: Provider } = frameworkOf(stack);
  return (
    Provider.isTerraformProvider(construct) &&
    construct.terraformResourceType === TYPE &&
    construct.cdktfStack === stack
  );
}
