import type { FeedSource } from '../../../policy';
import type { Upstream } from '../../../proxy';
import { HssError } from '../../../contract/error';
import { plain } from '../../../util/safe-text';
import type { Admitted } from './admit-plan';
import type { PrivateFolder } from '../private-folder';
import { ChangedCall, SavedPlan, TerraformCall, applyCommandOf } from './saved-plan';
import { showPlan } from './show-plan';
import { counted } from '../../../util/text';

/** The options of `exec` for judging. */
export interface JudgeOptions {
  readonly policy?: readonly string[];
  /** Replaces the feeds that the policies name. */
  readonly feed?: FeedSource;
  readonly verdicts?: string;
  readonly enforcement?: 'deny' | 'warn';
  readonly undeterminable?: 'deny' | 'warn';
  readonly allowUngated?: true;
  readonly requireSavedPlan?: true;
  readonly enterpriseProjectId?: string;
  readonly deadline?: number;
}

/** A call that may be made, with its final arguments, or why it may not. */
export type PlanAdmission =
  | (ChangedCall & { readonly saved?: Admitted })
  | { readonly problem: string; readonly exitCode?: number };

/** The summary's text for each outcome of a saved plan. */
const OUTCOMES: { readonly [outcome in Admitted | 'refused']: string } = {
  harmless: 'deploys nothing',
  allowed: 'allowed',
  ungated: 'not judged: no policy',
  refused: 'refused',
};

/**
 * Variables to remove when a saved plan is applied. The plan contains their values: for a different
 * value, Terraform warns and OpenTofu fails.
 */
const PLAN_VARIABLES = ['TF_VAR_hss_endpoint'] as const;

/** Judges the saved plans that calls of Terraform apply, and remembers them for the summary. */
export class ApplyJudge {
  private readonly plans: { readonly file: string; readonly outcome: Admitted | 'refused' }[] = [];
  /**
   * Judged copies and their outcomes: a version manager may call the launcher again with a copy.
   */
  private readonly judged = new Map<string, Admitted>();
  /** Whether an apply without a saved plan was seen. */
  private hasUnsavedApply = false;

  constructor(
    private readonly options: JudgeOptions,
    private readonly folder: PrivateFolder,
    private readonly upstream: () => Promise<Upstream>,
  ) {}

  /**
   * Judges a call of Terraform before it is made.
   * @throws HssError if the call is refused or its plan can't be judged
   */
  public async admit(call: TerraformCall, say: (message: string) => void): Promise<PlanAdmission> {
    const apply = applyCommandOf(call);
    if (apply === undefined) return { args: call.args, unset: [] };
    if (apply.saved === undefined) {
      // A destroy is never refused.
      if (apply.destroys) return { args: call.args, unset: [] };
      this.hasUnsavedApply = true;
      if (this.options.requireSavedPlan) throw notSaved('has no saved plan');
      const { refuseFilesBeside } = await import('./files-beside');
      refuseFilesBeside(apply.folder, this.options.policy, say);
      return { args: call.args, unset: [] };
    }
    const known = this.judged.get(apply.saved.path);
    if (known !== undefined) return { args: call.args, unset: [], saved: known };
    const { file } = apply.saved;
    try {
      const admission = await this.admitSaved(call, apply.saved, apply.folder, say);
      this.plans.push({ file, outcome: ('saved' in admission && admission.saved) || 'refused' });
      return admission;
    } catch (error) {
      this.plans.push({ file, outcome: 'refused' });
      throw error;
    }
  }

  /**
   * Returns one line that lists the judged saved plans. Without any, returns undefined, unless an
   * option asked for a judgement or there was an apply without a saved plan.
   */
  public summary(): string | undefined {
    const plans = this.plans.map(({ file, outcome }) => `${file} (${OUTCOMES[outcome]})`);
    if (plans.length === 0) {
      return this.hasUnsavedApply || isJudgementExpected(this.options)
        ? 'hss-gate exec: no saved plan was judged'
        : undefined;
    }
    const count = counted(plans.length, 'saved plan');
    return plain(`hss-gate exec: ${count}: ${plans.join(', ')}`);
  }

  private async admitSaved(
    call: TerraformCall,
    saved: SavedPlan,
    folder: string,
    say: (message: string) => void,
  ): Promise<PlanAdmission> {
    const environment = { ...call.environment };
    for (const name of PLAN_VARIABLES) delete environment[name];
    const hasChdir = saved.globals.some((arg) => arg.startsWith('-chdir='));
    const copy = this.folder.copy(saved.path, saved.file, hasChdir);
    const shown = await showPlan({ ...call, environment }, saved.globals, copy);
    if ('problem' in shown) return shown;
    // Loaded here, because discovery and policies load slowly.
    const { admitPlan } = await import('./admit-plan');
    const admitted = await admitPlan(shown.json, saved.file, {
      ...this.options,
      upstream: this.upstream,
      planFile: saved.path,
      folder,
      say,
    });
    if (admitted === 'ungated' && this.options.requireSavedPlan) {
      throw notSaved('has a saved plan that no policy judged');
    }
    this.judged.set(copy, admitted);
    const { args, unset } = saved.withFile(copy);
    return { args, unset: [...unset, ...PLAN_VARIABLES], saved: admitted };
  }
}

/** Whether an option about saved plans was given. */
function isJudgementExpected(options: JudgeOptions): boolean {
  const { policy, verdicts, allowUngated, requireSavedPlan } = options;
  return [policy, verdicts, allowUngated, requireSavedPlan].some((one) => one !== undefined);
}

function notSaved(what: string): HssError {
  return new HssError(
    'HSS_INVALID_ARGUMENT',
    `this apply ${what}, but --require-saved-plan requires one that was judged`,
    {
      advice:
        'save a plan with terraform plan -out=FILE, then apply FILE; name its policy with --policy',
    },
  );
}
