import { HssError, asHssError } from '../../contract/error';
import type { ScanStatistics } from '../../contract/on-demand/image-task';
import type { ImageReference, Policy } from '../../policy';
import { ServiceLocation, directoryOf } from '../../policy/records';
import { plain } from '../../util/safe-text';
import { counted, verbFor } from '../../util/text';
import { spanText } from '../shared/progress';
import { listRegistries, listRegistryImages } from './asking/image-list';
import { ScanHss } from './asking/scan-hss';
import { scanRows } from './asking/scan-rows';
import { synchronize } from './asking/synchronize';
import { planLine, quotaText, tooManyScans } from './plan-text';
import { NeededScans, billedKeys, neededScans } from './plan/needed-scans';
import { ImagePlan, ImageToPlan, planImages } from './plan/plan';
import { ScanRegistry } from './plan/registry';
import { ScannableRow } from './plan/row-state';

/** The limits of a run. */
export interface OnDemandLimits {
  readonly policy: Policy;
  /** The location of HSS, which determines that of SWR. */
  readonly location: ServiceLocation;
  readonly maxScans: number;
  /** Whether to synchronize the registry of each tag, even if its scan is fresh. */
  readonly renew: boolean;
}

/**
 * Scans images on demand. It plans, sends requests, waits, and plans again, until there is nothing
 * left to request or to wait for.
 */
export class OnDemandScan {
  private readonly synchronized = new Set<string>();
  private readonly asked = new Set<string>();
  private readonly said = new Set<string>();
  /** Keys of the images that this run's requests may bill. */
  private readonly billed = new Set<string>();
  /** Images that need a synchronization first, in a run that does not wait. */
  private readonly leftOut = new Set<ImageReference>();
  private plans: readonly ImagePlan[] = [];

  constructor(
    private readonly images: readonly ImageToPlan[],
    private readonly hss: ScanHss,
    private readonly limits: OnDemandLimits,
  ) {}

  /** Plans the next step, and requests nothing. */
  public async plan(): Promise<readonly ImagePlan[]> {
    const { policy, location } = this.limits;
    const [imageRegistries, registryImages] = await Promise.all([
      listRegistries(this.hss),
      this.listImages(),
    ]);
    const directory = directoryOf({ imageRegistries, registryImages, location }, policy);
    this.plans = planImages(this.imagesLeft(), {
      imageRegistries,
      registryImages,
      idsAt: (domain) => directory.idsAt(domain),
      limits: policy,
      now: this.hss.wait.now(),
      renew: this.limits.renew,
      synchronized: this.synchronized,
      asked: this.asked,
    });
    return this.plans;
  }

  /** Counts the scans that the plans and earlier requests may bill. */
  public needed(): NeededScans {
    return neededScans(this.waits ? this.plans : this.plans.filter(isPlannedNow), this.billed);
  }

  /** Whether the run waits for the tasks that it requests. */
  public get waits(): boolean {
    return this.hss.wait.seconds > 0;
  }

  /**
   * Refuses plans that may need more scans than allowed, including the requested ones.
   * @throws HSS_INVALID_ARGUMENT
   */
  public refuseTooMany(): void {
    const needed = this.needed();
    const { maxScans } = this.limits;
    if (needed.count <= maxScans) return;
    const remedy =
      this.images.length > 1 ? 'name fewer images, or raise --max-scans' : 'raise --max-scans';
    throw new HssError('HSS_INVALID_ARGUMENT', tooManyScans(needed, maxScans), {
      advice: `${remedy}; scans are billed`,
    });
  }

  /**
   * Carries out the plans, and those that follow from them.
   * @throws HSS_INVALID_ARGUMENT if more scans are needed than allowed
   * @throws HssError
   */
  public async run(): Promise<void> {
    if (this.plans.some(({ step }) => step === 'synchronize' || step === 'scan')) {
      this.hss.say(quotaText(await this.freeScans()));
    }
    const { seconds } = this.hss.wait;
    const isIdle = this.plans.every(({ step }) => step === 'none' || step === 'impossible');
    if (seconds > 0 && !isIdle) this.hss.say(`waiting up to ${spanText(seconds)} for HSS`);
    while (await this.takeStep(this.plans)) await this.plan();
  }

  /** Returns whether an image still needed a step when the run ended. */
  public isOpen(reference: string): boolean {
    const plan = this.plans.find((one) => one.reference.text === reference);
    return plan === undefined || !['none', 'impossible'].includes(plan.step);
  }

  /** Returns the number of free scans that HSS reports, or why it is unknown. */
  public async freeScans(): Promise<number | string> {
    let statistics: ScanStatistics;
    try {
      statistics = await this.hss.client.statistics(this.hss.deadline());
    } catch (error) {
      const { code, summary } = asHssError(error, 'while the free scans were read');
      return `the number of free scans left could not be read (${code}: ${plain(summary)})`;
    }
    return statistics.freeQuotaNum ?? 'HSS does not report how many free scans are left';
  }

  /** Takes the next step for all images together. Returns whether another one may follow. */
  private async takeStep(plans: readonly ImagePlan[]): Promise<boolean> {
    const { until, now } = this.hss.wait;
    this.sayPlans(plans);
    const registries = registriesOf(plans);
    if (registries.length > 0) {
      for (const { id } of registries) this.synchronized.add(id);
      // A tag can be resolved only after its registry is synchronized.
      const waiting = plans.filter(({ step }) => step === 'synchronize');
      if (!this.waits) for (const { reference } of waiting) this.leftOut.add(reference);
      await synchronize(registries, this.hss);
      // A scan that is not awaited would cost money and decide nothing, unless the user chose not
      // to wait.
      return !this.waits || now() < until;
    }
    const ask = rowsOf(plans, 'scan');
    const wait = this.waits ? rowsOf(plans, 'wait') : [];
    if (ask.length + wait.length === 0) return false;
    this.refuseTooMany();
    const keys = billedKeys(plans.filter(isPlannedNow));
    for (const key of keys) this.billed.add(key);
    for (const { id } of ask) this.asked.add(id);
    const scanned = plans.filter(({ step }) => step === 'scan' || step === 'wait');
    try {
      await scanRows({ ask, wait }, () => this.listImages(scanned), this.hss);
    } catch (error) {
      throw await this.refusalOf(error, new Set(keys).size);
    }
    return now() < until;
  }

  /**
   * Returns the error of a refused request, with the number of scans beyond the free ones if that
   * may be the reason.
   */
  private async refusalOf(error: unknown, needed: number): Promise<unknown> {
    if (!(error instanceof HssError) || error.code !== 'HSS_INVALID_ARGUMENT') return error;
    const free = await this.freeScans();
    if (typeof free === 'string' || free >= needed) return error;
    const left = `${counted(free, 'free scan')} ${verbFor(free, 'is', 'are')} left`;
    const fewer = this.images.length > 1 && free > 0 ? 'name fewer images, or have' : 'have';
    return new HssError(
      error.code,
      `HSS refuses the request: ${left} and ${needed} ${verbFor(needed, 'is', 'are')} needed`,
      { ...error.details, advice: `${fewer} pay-per-scan turned on` },
    );
  }

  private imagesLeft(): readonly ImageToPlan[] {
    return this.images.filter(({ reference }) => !this.leftOut.has(reference));
  }

  private listImages(
    of: readonly { readonly reference: ImageReference }[] = this.imagesLeft(),
  ): ReturnType<typeof listRegistryImages> {
    return listRegistryImages(
      of.map(({ reference }) => reference),
      this.hss,
    );
  }

  /** Prints each line once, because most plans repeat. */
  private sayPlans(plans: readonly ImagePlan[]): void {
    for (const line of plans.map((plan) => planLine(plan, this.waits))) {
      if (!this.said.has(line)) this.hss.say(line);
      this.said.add(line);
    }
  }
}

function isPlannedNow({ step }: ImagePlan): boolean {
  return step !== 'synchronize';
}

/** Returns the registries that plans synchronize, without duplicates. */
export function registriesOf(plans: readonly ImagePlan[]): ScanRegistry[] {
  const all = plans.flatMap((plan) => (plan.step === 'synchronize' ? plan.registries : []));
  return [...new Map(all.map((registry) => [registry.id, registry])).values()];
}

/** Returns the rows that plans scan or wait for, without duplicates. */
function rowsOf(plans: readonly ImagePlan[], step: 'scan' | 'wait'): ScannableRow[] {
  const all = plans.flatMap((plan) => (plan.step === step ? plan.rows : []));
  return [...new Map(all.map((row) => [row.id, row])).values()];
}
