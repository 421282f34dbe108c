/** The schema of hashicorp/http 3.5.0 as Terraform needs it: names, types and who sets what. */

const NUMBER = '"number"';
const STRING = '"string"';
const STRINGS = '["map","string"]';

interface Attribute {
  readonly name: string;
  /** A type in Terraform's JSON notation. */
  readonly type: Buffer;
  readonly required?: true;
  readonly optional?: true;
  readonly computed?: true;
  readonly deprecated?: true;
}

const set = (type: string, ...names: readonly string[]): readonly Attribute[] =>
  names.map((name) => ({ name, type: Buffer.from(type), optional: true }));
const computed = (type: string, ...names: readonly string[]): readonly Attribute[] =>
  names.map((name) => ({ name, type: Buffer.from(type), computed: true }));

const retry = { attributes: set(NUMBER, 'attempts', 'min_delay_ms', 'max_delay_ms') };

const http = {
  attributes: [
    { name: 'url', type: Buffer.from(STRING), required: true },
    { name: 'body', type: Buffer.from(STRING), computed: true, deprecated: true },
    ...set(STRING, 'method', 'request_body', 'ca_cert_pem', 'client_cert_pem', 'client_key_pem'),
    ...set('"bool"', 'insecure'),
    ...set(STRINGS, 'request_headers'),
    ...set(NUMBER, 'request_timeout_ms'),
    ...computed(STRING, 'id', 'response_body', 'response_body_base64'),
    ...computed(STRINGS, 'response_headers'),
    ...computed(NUMBER, 'status_code'),
  ],
  block_types: [{ type_name: 'retry', nesting: 'SINGLE', block: retry }],
};

export const SCHEMA = {
  provider: { block: {} },
  data_source_schemas: { http: { block: http } },
};
