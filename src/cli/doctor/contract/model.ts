import { EndpointId } from '../../../contract/fields';
import { GatheredList, RequestFailure } from './answers';
import { FieldsSurvey } from './field-survey';
import { FiltersSurvey } from './filter-survey';
import { IndexSurvey } from './index-survey';
import { PagingSurvey } from './paging-survey';
import { AddressForm } from './shape';

/** Everything that came, before anything of it is judged. */
export interface GatheredAnswers {
  /** By endpoint; those that were not asked are missing. */
  readonly lists: { readonly [id in EndpointId]?: GatheredList };
  readonly statistics: { readonly json: unknown } | { readonly failure: RequestFailure };
  readonly requests: number;
  readonly region: string | undefined;
  /** When HSS was asked, ms since 1970. */
  readonly askedAt: number;
  /** What else must not be in the report, such as the project's ID. */
  readonly privateTexts: readonly string[];
}

/** One list against its page. */
export interface ListSurvey {
  readonly list: EndpointId;
  readonly operation: string;
  readonly outcome: 'asked' | 'failed' | 'not asked';
  /** Why the list could not be read, or not to the end of the pages that are looked at. */
  readonly failure?: RequestFailure;
  readonly total: number | null;
  readonly rows: number;
  /** Whether these rows are the whole list. */
  readonly whole: boolean;
  readonly paging?: PagingSurvey;
  readonly fields?: FieldsSurvey;
  readonly filters?: FiltersSurvey;
}

/** How the addresses of registries of one type are written. */
export interface AddressSurvey extends AddressForm {
  readonly registry_type: string;
  readonly count: number;
}

/** Whether rows of images lead to rows of registries. */
export interface ReferenceSurvey {
  readonly from: 'registry-images' | 'cicd-images';
  readonly by: 'registry_id' | 'registry_name';
  /** Rows that have the field, and those of them whose registry is listed. */
  readonly rows: number;
  readonly found: number;
  readonly whole_list: boolean;
}

/** Images by ShowImageAssetStatistics beside the totals of the lists. */
export interface ImageCounts {
  readonly failure?: RequestFailure;
  readonly fields?: FieldsSurvey;
  readonly counts: readonly {
    readonly field: string;
    readonly count: number | null;
    readonly total: number | null;
  }[];
}

/** Requests of one operation that failed alike. */
export interface FailedRequest extends RequestFailure {
  readonly operation: string;
  readonly requests: number;
}

/** What a bug report gets. Its keys stay as they are while `schema_version` is 1. */
export interface ContractReport {
  readonly schema_version: 1;
  /** Whether all that was to be asked was answered, or refused for what it asked. */
  readonly ok: boolean;
  readonly tool: string;
  /** The day on which HSS was asked (UTC), such as 2026-11-27. */
  readonly date: string;
  /** Region ID; null where none is known. */
  readonly region: string | null;
  readonly requests: number;
  readonly lists: readonly ListSurvey[];
  readonly registry_addresses: readonly AddressSurvey[];
  readonly indexes: IndexSurvey | null;
  readonly references: readonly ReferenceSurvey[];
  readonly image_counts: ImageCounts;
  /** Requests without an answer, but for filters that HSS refuses. */
  readonly failures: readonly FailedRequest[];
  /** What contradicts the contract, or is not in it, a sentence each. */
  readonly new_against_contract: readonly string[];
}
