import { HssError, asHssError } from '../../contract/error';
import type { ScanStatistics } from '../../contract/on-demand/image-task';
import type { ImageReference, Policy } from '../../policy';
import { ServiceLocation, directoryOf } from '../../policy/records';
import { plain } from '../../util/safe-text';
import { counted } from '../../util/text';
import { spanText } from '../shared/progress';
import { listRegistries, listRegistryImages } from './asking/image-list';
import { ScanHss } from './asking/scan-hss';
import { scanRows } from './asking/scan-rows';
import { synchronize } from './asking/synchronize';
import { planLine, tooManyScans } from './plan-text';
import { ImagePlan, ImageToPlan, billedScans, planImages } from './plan/plan';
import { ScanRegistry } from './plan/registry';
import { ScannableRow } from './plan/row-state';

/** How far a run may go. */
export interface OnDemandLimits {
  readonly policy: Policy;
  /** Where HSS answers, which says where SWR is. */
  readonly location: ServiceLocation;
  readonly maxScans: number;
  /** Whether the registry of each tag is synchronized, even where its scan is fresh. */
  readonly renew: boolean;
}

/** Scans images on demand: plans, asks, waits, and plans again, until nothing is left to ask for or to wait for. */
export class OnDemandScan {
  private readonly synchronized = new Set<string>();
  private readonly asked = new Set<string>();
  private readonly told = new Set<string>();
  private billed = 0;
  private plans: readonly ImagePlan[] = [];

  constructor(
    private readonly images: readonly ImageToPlan[],
    private readonly hss: ScanHss,
    private readonly limits: OnDemandLimits,
  ) {}

  /** Plans the first step, and asks for nothing. */
  public async plan(): Promise<readonly ImagePlan[]> {
    const { policy, location } = this.limits;
    const [imageRegistries, registryImages] = await Promise.all([
      listRegistries(this.hss),
      this.listImages(),
    ]);
    const directory = directoryOf({ imageRegistries, registryImages, location }, policy);
    this.plans = planImages(this.images, {
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

  /**
   * Refuses what is planned where it may take more scans than are allowed, those that were asked for included.
   * @throws HSS_INVALID_ARGUMENT
   */
  public refuseTooMany(): void {
    const scans = this.billed + billedScans(this.plans);
    const { maxScans } = this.limits;
    if (scans <= maxScans) return;
    throw new HssError('HSS_INVALID_ARGUMENT', tooManyScans(scans, maxScans), {
      advice: 'name fewer images, or allow more by --max-scans; scans are billed',
    });
  }

  /**
   * Does what is planned, and what comes of it.
   * @throws HSS_INVALID_ARGUMENT where more scans are needed than are allowed
   * @throws HssError
   */
  public async run(): Promise<void> {
    if (this.plans.some(({ step }) => step === 'synchronize' || step === 'scan')) {
      this.hss.say(await this.quota());
    }
    const { seconds } = this.hss.wait;
    const isIdle = this.plans.every(({ step }) => step === 'none' || step === 'impossible');
    if (seconds > 0 && !isIdle) this.hss.say(`waiting up to ${spanText(seconds)} for HSS`);
    while (await this.takeStep(this.plans)) await this.plan();
  }

  /** Whether something was still to be done for an image when the run ended. */
  public isOpen(reference: string): boolean {
    const plan = this.plans.find((one) => one.reference.text === reference);
    return plan === undefined || !['none', 'impossible'].includes(plan.step);
  }

  /** Returns how many free scans HSS says are left. */
  public async quota(): Promise<string> {
    let statistics: ScanStatistics;
    try {
      statistics = await this.hss.client.statistics(this.hss.deadline());
    } catch (error) {
      const { code, summary } = asHssError(error, 'while the free scans were read');
      return `the number of free scans left could not be read (${code}: ${plain(summary)})`;
    }
    const { freeQuotaNum } = statistics;
    return freeQuotaNum === undefined
      ? 'HSS does not report how many free scans are left'
      : `${counted(freeQuotaNum, 'free scan')} left; HSS bills the scans beyond them`;
  }

  /** Takes the next step for all images together. Returns whether there may be another one. */
  private async takeStep(plans: readonly ImagePlan[]): Promise<boolean> {
    const { seconds, until, now } = this.hss.wait;
    this.sayPlans(plans);
    const registries = registriesOf(plans);
    if (registries.length > 0) {
      for (const { id } of registries) this.synchronized.add(id);
      await synchronize(registries, this.hss);
      // A scan that nobody waits for would cost money and decide nothing, unless no wait was wanted from the start.
      return seconds === 0 || now() < until;
    }
    const ask = rowsOf(plans, 'scan');
    const wait = seconds === 0 ? [] : rowsOf(plans, 'wait');
    if (ask.length + wait.length === 0) return false;
    this.refuseTooMany();
    this.billed += billedScans(plans);
    for (const { id } of ask) this.asked.add(id);
    const scanned = plans.filter(({ step }) => step === 'scan' || step === 'wait');
    await scanRows({ ask, wait }, () => this.listImages(scanned), this.hss);
    return now() < until;
  }

  private listImages(
    of: readonly { readonly reference: ImageReference }[] = this.images,
  ): ReturnType<typeof listRegistryImages> {
    return listRegistryImages(
      of.map(({ reference }) => reference),
      this.hss,
    );
  }

  /** Each line once: most plans are the same again. */
  private sayPlans(plans: readonly ImagePlan[]): void {
    for (const line of plans.map(planLine)) {
      if (!this.told.has(line)) this.hss.say(line);
      this.told.add(line);
    }
  }
}

/** The registries that plans synchronize, each once. */
export function registriesOf(plans: readonly ImagePlan[]): ScanRegistry[] {
  const all = plans.flatMap((plan) => (plan.step === 'synchronize' ? plan.registries : []));
  return [...new Map(all.map((registry) => [registry.id, registry])).values()];
}

/** The rows that plans scan, or wait for, each once. */
function rowsOf(plans: readonly ImagePlan[], step: 'scan' | 'wait'): ScannableRow[] {
  const all = plans.flatMap((plan) => (plan.step === step ? plan.rows : []));
  return [...new Map(all.map((row) => [row.id, row])).values()];
}
