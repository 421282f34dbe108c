// 4. The cost of judging.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requestsDuring } from '../support/journal.mjs';
import { paired, ratio, rounds } from '../support/pairs.mjs';
import { runCase, runHssGate, scratch, withSimulator } from '../support/processes.mjs';
import { result } from '../support/result.mjs';
import { summary } from '../support/stats.mjs';

const group = 'The gate';
const ms = (samples) => ({ ...summary(samples), unit: 'ms' });
const percent = (more, base) => 100 * (more / base - 1);
const count = (number) => number.toLocaleString('en-US');

export async function gateSuite(context) {
  return [
    verdicts(context),
    ...(await plan(context)),
    ...gatedStack(context),
    ...(await largeProject(context)),
    await bothLists(context),
    ...(await vulnerabilities(context)),
  ];
}

function verdicts({ small, runs, warmUp, say }) {
  const settings = small
    ? { verdicts: 1_000, exceptions: 20 }
    : { verdicts: 10_000, exceptions: 200 };
  say(`${count(settings.verdicts)} verdicts`);
  const samples = rounds({ verdicts: () => runCase('verdicts', settings).ms }, { runs, warmUp });
  return result({
    group,
    what: `${count(settings.verdicts)} verdicts by a policy with ${settings.exceptions} exceptions`,
    figure: summary(samples.verdicts),
    unit: 'ms',
    goal: { below: 100 },
  });
}

async function plan({ small, runs, warmUp, say }) {
  const resources = small ? 500 : 5_000;
  say(`a plan of ${count(resources)} resources`);
  const images = imagesOf(100);
  const reference = (index) => `registry.example/shop/app-${index}@${digestOf(index)}`;
  const [data, policy, planFile, snapshot] = [
    'data.json',
    'policy.yaml',
    'plan.json',
    'hss.json',
  ].map((name) => join(scratch, name));
  writeFileSync(data, JSON.stringify({ cicd_images: images }));
  writeFileSync(policy, 'version: 1\nmaxSeverity: Low\n');
  writeFileSync(planFile, JSON.stringify(planOf(resources, (at) => reference(at % images.length))));
  await withSimulator(['--data', data], (env) =>
    runHssGate(
      ['snapshot', 'record', snapshot, ...images.map((_, index) => reference(index))],
      env,
    ),
  );
  const processor = [];
  const samples = rounds(
    {
      plan: () => {
        const args = [
          'plan',
          '--policy',
          policy,
          '--snapshot',
          snapshot,
          '--output',
          'json',
          planFile,
        ];
        const { cpuMs, processMs } = runHssGate(args);
        processor.push(cpuMs);
        return processMs;
      },
    },
    { runs, warmUp },
  );
  return [
    result({
      group,
      what: `hss-gate plan of ${count(resources)} resources with ${images.length} images, process start to exit`,
      short: `hss-gate plan, ${count(resources)} resources`,
      figure: summary(samples.plan),
      unit: 'ms',
      goal: { below: 2_000 },
      of: { 'processor time': ms(processor.slice(-runs)) },
      note: 'from a snapshot, so nothing waits for HSS',
    }),
  ];
}

function gatedStack({ small, runs, warmUp, say }) {
  const resources = small ? 100 : 1_000;
  say(`a gated stack of ${count(resources)} resources`);
  const synth = { gated: [], plain: [] };
  const measure = (name) => () => {
    const { ms: own, processMs } = runCase('gated-stack', { resources, gated: name === 'gated' });
    synth[name].push(own);
    return processMs;
  };
  const samples = rounds({ gated: measure('gated'), plain: measure('plain') }, { runs, warmUp });
  const [gated, plain] = [synth.gated.slice(-runs), synth.plain.slice(-runs)];
  const what = `a gate over ${count(resources)} Kubernetes deployments adds`;
  return [
    result({
      group,
      what: `${what}, process start to exit`,
      short: `gated stack of ${count(resources)}, added`,
      figure: paired(samples.gated, samples.plain, percent),
      unit: '%',
      goal: { below: 20 },
      of: { gated: ms(samples.gated), 'not gated': ms(samples.plain) },
    }),
    result({
      group,
      what: `${what}, app.synth() alone`,
      figure: paired(gated, plain, ratio),
      unit: '×',
      of: { gated: ms(gated), 'not gated': ms(plain) },
    }),
  ];
}

/**
 * Measures the images of a stack in a project with too many rows to list. The first page shows
 * that, and each image is queried by name, the first three from the start.
 */
async function largeProject({ small, runs, warmUp, say }) {
  const { rows, images, latency } = { rows: small ? 4_200 : 20_000, images: 50, latency: 50 };
  say(`${images} images in ${count(rows)} rows`);
  const [data, policy] = ['large-project.json', 'large-project.yaml'].map((name) =>
    join(scratch, name),
  );
  writeFileSync(data, JSON.stringify({ cicd_images: imagesOf(rows) }));
  writeFileSync(policy, 'version: 1\nmaxSeverity: Low\nimageSources: [cicd]\n');
  const ways = [
    {
      what: 'a gate',
      measure: (number, env) =>
        runCase('gated-images', { images: number, imageSources: ['cicd'] }, env).ms,
      note: 'from the first construct to the end of app.synth()',
    },
    {
      what: 'hss-gate check',
      measure: (number, env) => {
        const references = imagesOf(number).map(
          ({ image_name: name }) => `registry.example/shop/${name}:1.4`,
        );
        return runHssGate(['check', '--policy', policy, ...references], env).processMs;
      },
      note: 'process start to exit',
    },
  ];
  return withSimulator(['--data', data, '--latency-ms', String(latency)], async (env) => {
    const results = [];
    for (const { what, measure, note } of ways) {
      const run = (number) => () => measure(number, env);
      const samples = rounds({ many: run(images), one: run(1) }, { runs, warmUp });
      const requests = await requestsDuring(env, run(images));
      const title = `${what} over ${images} images in a project of ${count(rows)} rows`;
      results.push(
        result({
          group,
          what: `${title} / over one, at ${latency} ms`,
          short: `${what}, ${images} images / one`,
          figure: paired(samples.many, samples.one, ratio),
          unit: '×',
          goal: { atMost: 3 },
          of: { [images]: ms(samples.many), one: ms(samples.one) },
          note,
        }),
        result({
          group,
          what: `${title}: requests`,
          figure: summary([requests.length]),
          unit: '',
          // Two ways to split the path of each image, and the page that shows that the list is too
          // long.
          goal: { atMost: 2 * images + 1 },
        }),
      );
    }
    return results;
  });
}

/**
 * Measures the cost of the second list: the images of a stack in a project with as many CI/CD
 * images as registry images.
 */
async function bothLists({ small, runs, warmUp, say }) {
  const { rows, images, latency } = { rows: small ? 300 : 2_000, images: 50, latency: 20 };
  say(`${images} images in ${count(rows)} CI/CD and ${count(rows)} registry rows`);
  const data = join(scratch, 'both-lists.json');
  const project = imagesOf(rows);
  writeFileSync(
    data,
    JSON.stringify({
      cicd_images: project,
      registry_images: project.map((image, index) => ({
        ...image,
        id: index + 1,
        image_type: 'harbor',
        registry_id: 'r-1',
        registry_type: 'Harbor',
        latest_sync_time: { hoursAgo: 1 },
        scannable: true,
        is_multiple_arch: false,
      })),
      image_registries: [
        {
          id: 'r-1',
          registry_name: 'prod-swr',
          registry_type: 'Harbor',
          registry_addr: 'registry.example',
        },
      ],
    }),
  );
  const measure = (imageSources, env) => () =>
    runCase('gated-images', { images, imageSources }, env).ms;
  const samples = await withSimulator(['--data', data, '--latency-ms', String(latency)], (env) =>
    rounds(
      { both: measure(['cicd', 'registry'], env), cicd: measure(['cicd'], env) },
      { runs, warmUp },
    ),
  );
  return result({
    group,
    what: `a gate over ${images} images asks two lists of ${count(rows)} rows / the CI/CD list alone, at ${latency} ms`,
    short: 'both lists / CI/CD images alone',
    figure: paired(samples.both, samples.cicd, ratio),
    unit: '×',
    goal: { atMost: 2.2 },
    of: { both: ms(samples.both), 'CI/CD alone': ms(samples.cicd) },
    note: 'from the first construct to the end of app.synth()',
  });
}

/**
 * Measures the cost of limits on vulnerabilities: the lists of each image and of the project, and a
 * second query of each row.
 */
async function vulnerabilities({ small, runs, warmUp, say }) {
  const { images, each, latency } = { images: small ? 5 : 50, each: small ? 4 : 40, latency: 50 };
  say(`${images} images with ${each} vulnerabilities each`);
  const data = join(scratch, 'vulnerabilities.json');
  const project = imagesOf(images).map((image, index) => ({
    ...image,
    image_id: `image-${index}`,
    vul_num: each,
  }));
  writeFileSync(data, JSON.stringify({ cicd_images: project, generate_vulnerabilities: true }));
  const settings = {
    with: { images, imageSources: ['cicd'], vulnerabilities: { max: { critical: 0, high: 0 } } },
    without: { images, imageSources: ['cicd'] },
  };
  return withSimulator(['--data', data, '--latency-ms', String(latency)], async (env) => {
    const measure = (name) => () => runCase('gated-images', settings[name], env).ms;
    const samples = rounds(
      { with: measure('with'), without: measure('without') },
      { runs, warmUp },
    );
    const requests = {
      with: await requestsDuring(env, measure('with')),
      without: await requestsDuring(env, measure('without')),
    };
    const total = (name) => ({ ...summary([requests[name].length]), unit: '' });
    const what = `a policy with vulnerabilities, ${images} images of ${each} each`;
    return [
      result({
        group,
        what: `${what} / without, at ${latency} ms`,
        short: 'with vulnerabilities / without',
        figure: paired(samples.with, samples.without, ratio),
        unit: '×',
        of: { with: ms(samples.with), without: ms(samples.without) },
        note: 'from the first construct to the end of app.synth()',
      }),
      result({
        group,
        what: `${what}: requests`,
        figure: summary([requests.with.length]),
        unit: '',
        // For each image two lists and one more query, and four lists of the project, of one page
        // each.
        goal: { atMost: requests.without.length + 3 * images + 4 },
        of: { without: total('without') },
      }),
    ];
  });
}

const imagesOf = (length) =>
  Array.from({ length }, (_, index) => ({
    namespace: 'shop',
    image_name: `app-${index}`,
    image_version: '1.4',
    image_digest: digestOf(index),
    registry_name: 'prod-swr',
    scan_status: 'success',
    severity_level: 'Low',
    vul_num: 3,
    unsafe_setting_num: 1,
    malicious_file_num: 0,
    latest_scan_time: { hoursAgo: 2 },
    latest_update_time: { hoursAgo: 3 },
  }));

const digestOf = (index) => `sha256:${index.toString(16).padStart(64, '0')}`;

/**
 * Returns a plan as `terraform show -json` prints it, with deployments whose unset fields are null,
 * as in the provider's schema.
 */
function planOf(resources, imageOf) {
  const planned = Array.from({ length: resources }, (_, index) => {
    const name = `app_${index}`;
    const resource = {
      address: `kubernetes_deployment_v1.${name}`,
      mode: 'managed',
      type: 'kubernetes_deployment_v1',
      name,
      provider_name: 'registry.terraform.io/hashicorp/kubernetes',
    };
    return { resource, values: deployment(name, imageOf(index)) };
  });
  return {
    format_version: '1.2',
    terraform_version: '1.11.4',
    planned_values: {
      root_module: {
        resources: planned.map(({ resource, values }) => ({
          ...resource,
          schema_version: 1,
          values,
        })),
      },
    },
    resource_changes: planned.map(({ resource, values }) => ({
      ...resource,
      change: {
        actions: ['create'],
        before: null,
        after: values,
        after_unknown: { id: true, metadata: [{ uid: true, generation: true }] },
        before_sensitive: false,
        after_sensitive: {},
      },
    })),
    errored: false,
  };
}

const deployment = (name, image) => ({
  metadata: [{ name, namespace: 'default', labels: { app: name }, annotations: null }],
  timeouts: null,
  wait_for_rollout: true,
  spec: [
    {
      replicas: '2',
      min_ready_seconds: 0,
      selector: [{ match_labels: { app: name }, match_expressions: [] }],
      template: [
        {
          metadata: [{ labels: { app: name }, annotations: null, generate_name: null }],
          spec: [
            {
              container: [
                {
                  name: 'main',
                  image,
                  args: null,
                  command: null,
                  env: [{ name: 'LOG', value: 'info', value_from: [] }],
                  env_from: [],
                  port: [{ container_port: 8080, host_ip: null, name: null, protocol: 'TCP' }],
                  resources: [{ limits: { cpu: '1', memory: '512Mi' }, requests: null }],
                  stdin: false,
                  tty: false,
                  volume_mount: [],
                },
              ],
              init_container: [],
              node_selector: null,
              restart_policy: 'Always',
              volume: [],
            },
          ],
        },
      ],
    },
  ],
});
