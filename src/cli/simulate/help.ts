import { EXEC_EXIT } from '../shared/exit-codes';
import { faultHelp } from './fault-help';

/** What the help of `hss-gate simulate` says below its options. */
export function simulateHelp(): string {
  return `
With COMMAND, runs it against the simulator and stops both when it ends. COMMAND
alone gets the settings, as environment variables: HSS_ENDPOINT, HW_REGION_NAME,
HW_PROJECT_ID and a credential. Credentials of Huawei Cloud in your environment
are not passed on. SIGINT, SIGTERM and SIGHUP are. A shell as COMMAND keeps the
simulator running until you leave it.

Without COMMAND, prints the settings as NAME=value lines once it is ready, and
runs until it is stopped (SIGINT, SIGTERM) or its parent process ends.

Without --rows and --data it serves the images of the README and the guide:
  shop/web:1.4.2       passes a policy with maxSeverity Low
  shop/web:1.5.0       severity High, 57 vulnerabilities, 2 malicious files
  shop/web:1.6.0       severity Medium, 57 vulnerabilities
  shop/api:2.0.0       not scanned yet
  swr.cn-north-4.myhuaweicloud.com/shop/worker:3.1.0
                       passes; a registry image, so the host counts

Examples:
  $ hss-gate simulate -- hss-gate check shop/web:1.5.0
  $ hss-gate simulate -- bash
  $ hss-gate simulate --rows 1000
  $ hss-gate simulate --data images.yaml --latency-ms 50
  $ hss-gate simulate --fault '{"kind":"status","status":503,"times":2}'

Exit codes with COMMAND: its own, or 128 and the number of the signal that ended
it; ${EXEC_EXIT.notFound} when there is no such command, ${EXEC_EXIT.notRunnable} when it can't be run, ${EXEC_EXIT.ownFailure} when
the simulator fails. Without COMMAND: 0, or 1 when the simulator fails.

Accepted credentials are those in HSS_SIMULATOR_TOKEN, HSS_SIMULATOR_ACCESS_KEY,
HSS_SIMULATOR_SECRET_KEY and HSS_SIMULATOR_SECURITY_TOKEN, which are not
printed. Without any, the demo credentials that are printed are accepted.

A data file holds rows with the API's own names of fields; a time may be
relative to now:
  cicd_images:
    - { image_id: web-1, namespace: shop, image_name: web, image_version: '1.4',
        scan_status: success, severity_level: High, vul_num: 1,
        latest_scan_time: { hoursAgo: 2 } }
  registry_images:
    - { id: 1, registry_id: r-1, namespace: shop, image_name: api,
        image_version: '2', image_digest: 'sha256:...', is_multiple_arch: true,
        association_images: [{ namespace: shop, image_name: api,
          image_digest: 'sha256:...' }] }
  image_registries: [{ id: r-1, registry_name: prod }]
  image_tasks:
    - { type: image_scan, task_id: t-1, task_type: manual, task_status: 100 }
  image_sync_task_registries:
    my-task: [{ registry_id: r-1, sync_status: finished }]
  vulnerabilities:
    SA-2026-1: { severity_level: Critical, solution: Update openssl., cve_list:
        [{ cve_id: CVE-2026-1, cvss: 9.8, publish_time: { hoursAgo: 72 } }] }
  image_vulnerabilities:
    web-1: [{ vul_id: SA-2026-1, app_name: openssl, version: 1.1.1 }]
--rows makes rows up instead: images of shop and others, registries, and the
synchronization task demo-task.

vulnerabilities says what is known of each vulnerability, by its ID;
image_vulnerabilities what was found in each image, by its image_id. A row can
have handled: true, and the ID alone is a row, too. An image that is not listed
has no vulnerabilities, whatever its vul_num; with generate_vulnerabilities:
true it has vul_num made-up ones. With --rows all images have those.

Synchronizations and scans that are asked for run, too; on_demand says how:
  on_demand:
    free_quota_num: 5
    registries: { r-1: { sync_ms: 500, brings: [{ id: 7, image_name: web }] } }
    images: { 7: { scan_ms: 900, found: { severity_level: High } } }
A registry or image can also have failed_reason, or never: true; an image can
vanish (vanishes: true), or have vulnerabilities that its scan finds. sync_ms,
scan_ms and listed_after_ms are for all, and twin_registries and twin_images
begin tasks of somebody else with each of ours.

A fault is JSON, of one request or more:
  { "kind": KIND, ..., "endpoint"?: ENDPOINT, "page"?: PAGE, "times"?, "skip"? }
PAGE is first, middle, last or an offset. ENDPOINT is one of
  registries, cicd, registry-images, sync, tasks, image-vulnerabilities,
  project-vulnerabilities, vulnerability-cves, statistics, quota, synchronize,
  scan, iam
Kinds of faults and their fields:
${faultHelp()}

While it runs, PUT /__simulator/faults and /__simulator/data replace both, and
GET /__simulator/requests returns the requests so far.`;
}
