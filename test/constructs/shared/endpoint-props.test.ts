import { endpointProps } from '../../../src/constructs/shared/endpoint-props';
import { DataHssImageRegistriesProps, HssConnection } from '../../../src';

test('the connection is separated from the parameters', () => {
  const connection = {} as HssConnection;
  const props: DataHssImageRegistriesProps = { connection, registryName: 'prod' };
  expect(endpointProps('image-registries', props)).toEqual({
    endpoint: 'image-registries',
    connection,
    parameters: { registryName: 'prod' },
  });
});

// The compiler is the test: `npm run typecheck` fails if it accepts one of these.
test('props that differ from the parameters of the endpoint do not compile', () => {
  const props: DataHssImageRegistriesProps = {};
  // @ts-expect-error -- these are the props of another endpoint
  endpointProps('cicd-images', props);
  const more: DataHssImageRegistriesProps & { readonly colour?: string } = {};
  // @ts-expect-error -- the endpoint has no such parameter
  endpointProps('image-registries', more);
  const fewer: Omit<DataHssImageRegistriesProps, 'registryName'> = {};
  // @ts-expect-error -- a parameter is missing
  endpointProps('image-registries', fewer);
});
