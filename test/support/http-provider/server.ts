import { join } from 'node:path';
import { Server, ServerCredentials, loadPackageDefinition } from '@grpc/grpc-js';
import type { GrpcObject, ServiceClientConstructor, handleUnaryCall } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { DynamicValue, decodeValue, encodeValue } from './codec';
import { objections } from './config';
import { readHttp } from './read';
import { SCHEMA } from './schema';

/**
 * A stand-in for the provider hashicorp/http: a process that Terraform attaches to, which prints
 * its address and ends with its standard input.
 *
 * Of what go-plugin asks for besides the provider itself (its log stream, its broker), Terraform
 * does without: those calls are answered as not implemented.
 */

interface Configured {
  readonly config: DynamicValue;
}

/** A call's handler from a function of the message. What it throws, Terraform shows. */
function unary<Q, A>(answer: (request: Q) => A | Promise<A>): handleUnaryCall<Q, A> {
  return (call, reply) => {
    Promise.resolve(call.request)
      .then(answer)
      .then(
        (value) => reply(null, value),
        (error: Error) => reply({ details: error.stack }),
      );
  };
}

const definition = loadPackageDefinition(
  loadSync(join(__dirname, 'tfplugin5.proto'), { keepCase: true, enums: String }),
).tfplugin5 as GrpcObject;

const server = new Server({ 'grpc.max_receive_message_length': -1 });
server.addService((definition.Provider as ServiceClientConstructor).service, {
  GetSchema: unary(() => SCHEMA),
  PrepareProviderConfig: unary(({ config }: Configured) => ({ prepared_config: config })),
  ValidateDataSourceConfig: unary(({ config }: Configured) => ({
    diagnostics: objections(decodeValue(config)),
  })),
  Configure: unary(() => ({})),
  ReadDataSource: unary(async ({ config }: Configured) => {
    const { state, diagnostics } = await readHttp(decodeValue(config));
    return { diagnostics, ...(state === undefined ? {} : { state: encodeValue(state) }) };
  }),
  Stop: unary(() => ({})),
});
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(`127.0.0.1:${port}`);
});

process.stdin.on('end', () => process.exit()).resume();
