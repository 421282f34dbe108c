import { Fn, TerraformResource, TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import { GOOD, Gated, PINNED, gated, thrown } from '../../support';

/** Tokens in texts: what Terraform has to check, what is in doubt, and what is let be. */

class Resource extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    type: string,
    private readonly attributes: { readonly [name: string]: unknown },
  ) {
    super(scope, id, { terraformResourceType: type });
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return this.attributes;
  }
}

type Json = ReturnType<typeof JSON.parse>;

function given(): Gated & { readonly token: string } {
  const all = gated();
  const token = new TerraformVariable(all.stack, 'v', { type: 'string' }).stringValue;
  return { ...all, token };
}

/** The conditions of the one resource of a type. */
function conditions({ stack }: Gated, type: string): string[] {
  const [body]: Json[] = Object.values(stack.toTerraform().resource[type] as object);
  const precondition: Json[] = body.lifecycle?.precondition ?? [];
  return precondition.map(({ condition }) => condition);
}

const GUARD = '${can(regex("^[^\\"\\\\\\\\[:cntrl:]]*$", var.v))}';

test('a token in a string of a JSON text that names images is checked by Terraform, atPlan or not', () => {
  const all = given();
  new Resource(all.stack, 'task', 'aws_ecs_task_definition', {
    container_definitions: JSON.stringify([
      { image: GOOD, environment: [{ name: 'A', value: `a-${all.token}-${all.token}` }] },
    ]),
  });
  expect(conditions(all, 'aws_ecs_task_definition')).toEqual([GUARD]);
  expect(JSON.stringify(all.stack.toTerraform())).toContain(PINNED);
});

test('the message of a check contains the place literally, without templates in its keys', () => {
  const all = given();
  new Resource(all.stack, 'x', 'acme_job', {
    body: JSON.stringify({ image: PINNED, 'a$${x}': all.token }),
  });
  const [body]: Json[] = Object.values(all.stack.toTerraform().resource.acme_job as object);
  const [{ error_message: message }] = body.lifecycle.precondition;
  expect(message).toContain('body → a$$${x}: a value in this text contains a quote');
});

test('a token in a text in the text, or in an unknown type, is checked as well', () => {
  const all = given();
  new Resource(all.stack, 'x', 'acme_job', {
    body: JSON.stringify({ inner: JSON.stringify({ image: PINNED, name: all.token }) }),
  });
  expect(conditions(all, 'acme_job')).toEqual([GUARD]);
});

test.each<[string, (token: string) => object]>([
  ['an IAM policy', (token) => ({ policy: JSON.stringify({ Statement: [{ Resource: token }] }) })],
  ['no text', (token) => ({ name: token })],
  [
    'an expression that Terraform encodes',
    (token) => ({ policy: Fn.jsonencode({ image: PINNED, name: token }) }),
  ],
])('a token in %s needs no check', (_, attributes) => {
  const all = given();
  new Resource(all.stack, 'x', 'acme_thing', attributes(all.token) as { [name: string]: unknown });
  expect(conditions(all, 'acme_thing')).toEqual([]);
});

test.each<[string, (token: string) => object, RegExp]>([
  [
    'outside of a string',
    (token) => ({ body: `{"image":"${PINNED}","n":${token}}` }),
    /outside of a string/,
  ],
  [
    'in a key',
    (token) => ({ body: JSON.stringify({ image: PINNED, [token]: 'x' }) }),
    /key that is not plain/,
  ],
  [
    'in YAML',
    (token) => ({ body: `image: ${PINNED}\nname: ${token}\n` }),
    /YAML text that could contain/,
  ],
  [
    'as the image',
    (token) => ({ body: JSON.stringify({ image: token }) }),
    /only Terraform can resolve/,
  ],
  [
    'in the image of Fn.jsonencode',
    (token) => ({ body: Fn.jsonencode({ image: token }) }),
    /known only when Terraform applies/,
  ],
  [
    'as an argument of another function',
    (token) => ({ body: Fn.jsonencode(Fn.merge([{ image: PINNED }, { a: token }])) }),
    /expression that only Terraform can evaluate/,
  ],
])('a token %s is in doubt', (_, attributes, reason) => {
  const all = given();
  new Resource(all.stack, 'x', 'acme_thing', attributes(all.token) as { [name: string]: unknown });
  expect(thrown(() => all.app.synth()).message).toMatch(reason);
});

test('Fn.jsonencode is judged and pinned in place', () => {
  const all = given();
  new Resource(all.stack, 'task', 'aws_ecs_task_definition', {
    container_definitions: Fn.jsonencode([
      { name: 'web', image: GOOD, cpu: 10, environment: [{ name: 'A', value: all.token }] },
    ]),
  });
  const json = all.stack.toTerraform();
  expect(json.resource.aws_ecs_task_definition.task.container_definitions).toBe(
    `\${jsonencode([{"name" = "web", "image" = "${PINNED}", "cpu" = 10, "environment" = [{"name" = "A", "value" = var.v}]}])}`,
  );
  expect(conditions(all, 'aws_ecs_task_definition')).toEqual([]);
});
