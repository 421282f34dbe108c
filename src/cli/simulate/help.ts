import { EXEC_EXIT } from '../shared/exit-codes';
import { faultHelp } from './fault-help';

/** Returns the help of `hss-gate simulate` below its options. */
export function simulateHelp(): string {
  return `
Runs COMMAND against the simulator, and stops the simulator when COMMAND ends.
Only COMMAND gets the settings, as environment variables: HSS_ENDPOINT,
HW_REGION_NAME, HW_PROJECT_ID and a credential. It does not get your own Huawei
Cloud credentials. SIGINT, SIGTERM and SIGHUP are passed on to COMMAND. If
COMMAND is a shell, the simulator runs until you leave the shell.

Without COMMAND, the simulator prints its settings when it is ready. It runs
until it is stopped (SIGINT, SIGTERM) or its parent process ends. On a terminal
it prints export lines to paste into another terminal, otherwise NAME=value
lines. To pass the settings to another terminal in a file:
  $ hss-gate simulate > hss.env      # in one terminal
  $ set -a; . ./hss.env; set +a      # in another

Without --rows and --data, it serves the images of the README and the guide:
  shop/web:1.4.2       passes a policy with maxSeverity Low
  shop/web:1.5.0       severity High, 57 vulnerabilities, 2 malicious files
  shop/web:1.6.0       severity Medium, 57 vulnerabilities
  shop/api:2.0.0       not scanned yet
  swr.cn-north-4.myhuaweicloud.com/shop/worker:3.1.0
                       passes; a registry image, so name it with its host

With --rows, it generates registries, and images named NAMESPACE/NAME:VERSION.
Most images are in both lists of images. The first 4 rows include:
  payments/web:1.0.0   passes a policy with maxSeverity Low
  shop/web:1.0.0       severity Medium
  search/web:1.0.0     severity High
The parts of the names are:
  NAMESPACE            shop, payments, platform, search, data, mobile, edge, ops
  NAME                 web, api, worker, gateway, auth, catalog, checkout,
                       billing, mailer, reports, scheduler, proxy
  VERSION              1.0.0 for the first 96 rows, 1.0.1 for the next, ...
There is one synchronization task, demo-task.

Examples:
  $ hss-gate simulate -- hss-gate check shop/web:1.5.0
  $ hss-gate simulate -- bash
  $ hss-gate simulate --rows 1000 -- hss-gate check payments/web:1.0.0
  $ hss-gate simulate --data images.yaml --latency-ms 50
  $ hss-gate simulate --fault '{"kind":"status","status":503,"times":2}'

Exit codes with COMMAND: its own, or 128 plus the number of the signal that
ended it; ${EXEC_EXIT.notFound} if it is not found, ${EXEC_EXIT.notRunnable} if it can't be run, ${EXEC_EXIT.ownFailure} if the
simulator fails. Without COMMAND: 0, or 1 if the simulator fails.

To choose the accepted credentials, set HSS_SIMULATOR_TOKEN,
HSS_SIMULATOR_ACCESS_KEY, HSS_SIMULATOR_SECRET_KEY and
HSS_SIMULATOR_SECURITY_TOKEN. These are never printed. Otherwise demo
credentials are accepted and printed.

A data file has rows with the API's field names. A time may be relative to now:
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

Each entry of vulnerabilities describes one vulnerability; its key is the ID.
Each entry of image_vulnerabilities lists what was found in one image; its key
is the image_id. Each item there is a vulnerability ID, or an object with vul_id
and, optionally, handled: true. By default, an image without an entry has no
vulnerabilities, whatever its vul_num is. With generate_vulnerabilities: true,
the simulator generates vul_num vulnerabilities for each such image. With
--rows, it does so for all images.

Requested synchronizations and scans are simulated too. on_demand configures
them:
  on_demand:
    free_quota_num: 5
    registries: { r-1: { sync_ms: 500, brings: [{ id: 7, image_name: web }] } }
    images: { 7: { scan_ms: 900, found: { severity_level: High } } }
"brings" lists the images that a synchronization adds; "found" is what a scan
finds. A registry or an image may also set:
  failed_reason: TEXT    its synchronization or scan fails for this reason
  never: true            its synchronization or scan never ends
An image may also set:
  vanishes: true         its row disappears when its scan is requested
  vulnerabilities: LIST  what its scan finds, as in image_vulnerabilities
Directly under on_demand, you can set:
  sync_ms, scan_ms       how long a synchronization or a scan takes, unless the
                         registry or image sets another time
  listed_after_ms        how long it takes until a new task is listed
  twin_registries: IDS   registries for which another user requests a
                         synchronization at the same time as you
  twin_images: IDS       images for which another user requests a scan at the
                         same time as you

A fault is a JSON object, and affects one or more requests:
  { "kind": KIND, ..., "endpoint"?: ENDPOINT, "page"?: PAGE, "times"?, "skip"? }
A fault lets the first "skip" requests through, and then affects the next
"times" requests (default: all). PAGE is first, middle, last or an offset.
ENDPOINT is one of
  registries, cicd, registry-images, sync, tasks, image-vulnerabilities,
  project-vulnerabilities, vulnerability-cves, statistics, quota, synchronize,
  scan, iam
Kinds of faults, with their fields (? marks optional ones):
${faultHelp()}

While the simulator runs, PUT /__simulator/faults replaces the faults, PUT
/__simulator/data replaces the rows, and GET /__simulator/requests returns the
requests so far.`;
}
