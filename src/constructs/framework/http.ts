import { Construct, IConstruct } from 'constructs';
import { TerraformDataSource, frameworkOf, httpBindingOf } from './framework';

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
  const { TerraformDataSource: DataSource } = frameworkOf(scope);
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

/** Declares the provider hashicorp/http in a scope, by the prebuilt binding where that is installed. */
export function declareHttpProvider(scope: Construct): void {
  const binding = httpBindingOf(scope);
  if (binding !== undefined) {
    new binding.HttpProvider(scope, TYPE);
    return;
  }
  class HttpProvider extends frameworkOf(scope).TerraformProvider {}
  new HttpProvider(scope, TYPE, {
    terraformResourceType: TYPE,
    terraformGeneratorMetadata: PROVIDER,
    terraformProviderSource: TYPE,
  });
}

/** Whether something is the provider hashicorp/http, declared by anyone. */
export function isHttpProvider(construct: IConstruct): boolean {
  const { TerraformProvider } = frameworkOf(construct);
  return (
    TerraformProvider.isTerraformProvider(construct) && construct.terraformResourceType === TYPE
  );
}
