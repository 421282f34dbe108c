import { writeJson } from '../data/exact-json';
import { withTimes } from '../data/relative-times';
import { RowList, SimulatedRow } from '../data/rows';
import { Refusal } from '../refusal';
import { readFindings } from '../vulnerabilities/data-file';
import { SimulatedVulnerabilities } from '../vulnerabilities/vulnerabilities';
import { OnDemandBehaviour, SimulatedScan } from './behaviour';
import { ScanTarget } from './request-body';

/** The lists that synchronizations and scans change. */
export interface ChangedLists {
  readonly registries: RowList;
  readonly 'registry-images': RowList;
  readonly tasks: RowList;
  readonly sync: Map<string, RowList>;
}

const DEFAULT_MS = 100;
const DEFAULT_QUOTA = 200;

/** A change that is due at a time. */
interface DueChange {
  readonly at: number;
  readonly change: (now: number) => void;
}

/** What a scan finds by default. */
const NO_FINDINGS: SimulatedRow = {
  severity_level: 'Security',
  vul_num: 0,
  unsafe_setting_num: 0,
  malicious_file_num: 0,
};

/**
 * Carries out requested synchronizations and scans. Time passes between requests: `settle` makes
 * the changes that are due.
 */
export class OnDemand {
  private due: DueChange[] = [];
  private taskCount = 0;
  private scanned = 0;
  /**
   * Rows whose scan is in progress, by ID. Another request for one joins its scan, so that nothing
   * is billed twice.
   */
  private readonly underWay = new Map<string, Set<SimulatedRow>>();

  constructor(
    private readonly lists: ChangedLists,
    private readonly vulnerabilities: SimulatedVulnerabilities,
    private readonly behaviour: OnDemandBehaviour,
  ) {}

  /** Makes the changes that are due. */
  public settle(now: number): void {
    const over = this.due.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
    this.due = this.due.filter(({ at }) => at > now);
    for (const { change, at } of over) change(at);
  }

  /** Starts the synchronization of registries. */
  public synchronize(registryIds: readonly string[], now: number): void {
    this.beginSynchronization(registryIds, now);
    const twins = this.behaviour.twin_registries;
    if (twins !== undefined) this.beginSynchronization(twins, now);
  }

  /** Starts the scan of images, or refuses it for lack of quota. */
  public scan(targets: readonly ScanTarget[], now: number): void {
    const left = this.quota();
    if (targets.length > left) {
      // HSS's own error code for this is not documented.
      throw new Refusal(400, 'HSS.0001', `The scan quota is insufficient: ${left} left`);
    }
    this.beginScan(targets, now);
    const twins = this.behaviour.twin_images?.map((id) => ({
      id,
      image_digest: '',
      registry_id: '',
    }));
    if (twins !== undefined) this.beginScan(twins, now);
  }

  /** Returns the simulated part of ShowImagePayPerScanStatistics. */
  public statistics(): { [name: string]: unknown } {
    return {
      repository_scan_num: this.scanned,
      cicd_scan_num: 0,
      free_quota_num: this.quota(),
      already_given: true,
      image_free_quota: DEFAULT_QUOTA,
    };
  }

  private quota(): number {
    const { free_quota_num: given = DEFAULT_QUOTA } = this.behaviour;
    return Math.max(0, given - this.scanned);
  }

  private beginSynchronization(registryIds: readonly string[], now: number): void {
    const taskId = this.begin('image_sync', 'manualSync', now);
    const rows = registryIds.map((id): SimulatedRow => {
      const known = this.registry(id);
      return {
        registry_id: id,
        ...(known === undefined
          ? {}
          : { registry_name: known.registry_name, registry_type: known.registry_type }),
        sync_status: 'running',
      };
    });
    const list = RowList.of(rows);
    this.lists.sync.set(taskId, list);
    for (const id of registryIds) this.planSynchronization(id, taskId, list, now);
  }

  private planSynchronization(id: string, taskId: string, list: RowList, now: number): void {
    const { sync_ms: usual = DEFAULT_MS, registries = {} } = this.behaviour;
    const { sync_ms: ms = usual, never, failed_reason: reason, brings = [] } = registries[id] ?? {};
    if (never) return;
    this.plan(now + ms, (at) => {
      const failed = reason ?? (this.registry(id) === undefined ? 'no such registry' : undefined);
      list.update(
        (row) => row.registry_id === id,
        (row) =>
          failed === undefined
            ? { ...row, sync_status: 'finished' }
            : { ...row, sync_status: 'failed', failed_reason: failed },
      );
      if (failed === undefined) this.bring(id, brings, at);
      const isOver = list.every((row) => row.sync_status !== 'running');
      if (isOver) this.end(taskId, at);
    });
  }

  private bring(registryId: string, brought: readonly SimulatedRow[], at: number): void {
    const images = this.lists['registry-images'];
    for (const row of brought) {
      images.update(
        ({ id }) => writeJson(id) === writeJson(row.id),
        () => undefined,
      );
      images.insert(images.length, { registry_id: registryId, ...withTimes(row, at) });
    }
    images.update(
      (row) => row.registry_id === registryId,
      (row) => ({ ...row, latest_sync_time: at }),
    );
  }

  private beginScan(targets: readonly ScanTarget[], now: number): void {
    const taskId = this.begin('image_scan', 'manual', now);
    const failures: SimulatedRow[] = [];
    let left = targets.length;
    const over = (at: number): void => {
      left--;
      this.lists.tasks.update(
        (row) => row.task_id === taskId,
        (row) => ({ ...row, failed_num: failures.length, failed_images: [...failures] }),
      );
      if (left === 0) this.end(taskId, at);
    };
    for (const target of targets) this.planScan(target, now, failures, over);
  }

  private planScan(
    { id, image_digest: digest, registry_id: registryId }: ScanTarget,
    now: number,
    failures: SimulatedRow[],
    over: (at: number) => void,
  ): void {
    const { scan_ms: usual = DEFAULT_MS, images = {} } = this.behaviour;
    const scan = images[id] ?? {};
    const list = this.lists['registry-images'];
    const isTarget = (row: SimulatedRow): boolean => writeJson(row.id) === id;
    if (scan.vanishes) list.update(isTarget, () => undefined);
    const joined = this.underWay.has(id);
    if (!joined) this.underWay.set(id, new Set());
    list.update(isTarget, (row) => ({ ...row, scan_status: 'scanning' }));
    if (scan.never) return;
    this.plan(now + (scan.scan_ms ?? usual), (at) => {
      const row = list.find(isTarget);
      const isThere = row !== undefined && (digest === '' || row.image_digest === digest);
      const reason = scan.failed_reason ?? (isThere ? undefined : 'the image does not exist');
      if (reason !== undefined) {
        failures.push({
          id: BigInt(id),
          registry_id: row?.registry_id ?? registryId,
          image_name: row?.image_name,
          image_version: row?.image_version,
          namespace: row?.namespace,
          failed_reason: reason,
        });
      }
      if (!joined) {
        this.underWay.delete(id);
        if (reason === undefined) this.scanned++;
        list.update(isTarget, (one) =>
          reason === undefined
            ? this.scannedRow(one, scan, at)
            : { ...one, scan_status: 'failed', scan_failed_desc: reason },
        );
      }
      over(at);
    });
  }

  /** Returns a row after its scan, and stores the vulnerabilities that the scan found. */
  private scannedRow(
    row: SimulatedRow,
    { found = {}, vulnerabilities }: SimulatedScan,
    at: number,
  ): SimulatedRow {
    const findings =
      vulnerabilities === undefined
        ? undefined
        : readFindings(vulnerabilities, 'vulnerabilities', at);
    const scanned = {
      ...row,
      scan_status: 'success',
      latest_scan_time: at,
      ...NO_FINDINGS,
      ...(findings === undefined ? {} : { vul_num: findings.length }),
      ...withTimes(found, at),
    };
    if (typeof row.image_id === 'string') {
      this.vulnerabilities.scanned(row.image_id, findings, scanned.vul_num);
    }
    return scanned;
  }

  private begin(type: string, taskType: string, now: number): string {
    const taskId = `${type === 'image_sync' ? 'sync' : 'scan'}-task-${++this.taskCount}`;
    const row = {
      type,
      task_id: taskId,
      task_name: taskId,
      task_type: taskType,
      image_type: 'registry',
      begin_time: now,
      task_status: 0,
      failed_num: 0,
      failed_images: [],
    };
    this.plan(now + (this.behaviour.listed_after_ms ?? 0), () => this.lists.tasks.insert(0, row));
    this.settle(now);
    return taskId;
  }

  private end(taskId: string, at: number): void {
    this.lists.tasks.update(
      (row) => row.task_id === taskId,
      (row) => ({ ...row, task_status: 100, end_time: at }),
    );
  }

  private registry(id: string): SimulatedRow | undefined {
    return this.lists.registries.find((row) => row.id === id);
  }

  private plan(at: number, change: (now: number) => void): void {
    this.due.push({ at, change });
  }
}
