import { Testing, TerraformStack } from 'cdktf';
import type * as httpRoom from '../../../src/constructs/framework/http';

const REQUEST = {
  url: 'https://hss.example/${local.a}',
  requestTimeoutMs: 300_000,
  retry: { attempts: 2, minDelayMs: 500, maxDelayMs: 5000 },
};

/** The JSON of a stack with one request, with or without the prebuilt binding. */
function synthesized({ binding }: { readonly binding: boolean }): unknown {
  jest.resetModules();
  for (const part of ['data-http', 'provider']) {
    const name = `@cdktf/provider-http/lib/${part}`;
    if (binding) jest.dontMock(name);
    else {
      jest.doMock(name, () => {
        throw Object.assign(new Error(`Cannot find module '${name}'`), {
          code: 'MODULE_NOT_FOUND',
        });
      });
    }
  }
  const cdktf = jest.requireActual<{
    Testing: typeof Testing;
    TerraformStack: typeof TerraformStack;
  }>('cdktf');
  jest.doMock('cdktf', () => cdktf);
  const { httpData, declareHttpProvider } = jest.requireActual<typeof httpRoom>(
    '../../../src/constructs/framework/http',
  );
  const stack = new cdktf.TerraformStack(cdktf.Testing.app(), 'stack');
  declareHttpProvider(stack);
  const data = httpData(stack, 'page', REQUEST);
  expect(data.friendlyUniqueId).toBe('page');
  return JSON.parse(cdktf.Testing.synth(stack, true));
}

test('without the prebuilt binding Terraform gets the same provider and the same request', () => {
  const own = synthesized({ binding: false });
  expect(own).toEqual(synthesized({ binding: true }));
  expect(own).toMatchObject({
    data: { http: { page: { url: REQUEST.url, retry: { max_delay_ms: 5000 } } } },
    terraform: { required_providers: { http: { version: '3.5.0' } } },
  });
});
