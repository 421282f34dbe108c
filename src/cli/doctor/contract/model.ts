import { EndpointId } from '../../../contract/fields';
import { GatheredList, RequestFailure } from './answers';
import { FieldsSurvey } from './field-survey';
import { FiltersSurvey } from './filter-survey';
import { IndexSurvey } from './index-survey';
import { PagingSurvey } from './paging-survey';
import { AddressForm } from './shape';

/** All answers, before they are compared with the contract. */
export interface GatheredAnswers {
  /** By endpoint, without those that were not queried. */
  readonly lists: { readonly [id in EndpointId]?: GatheredList };
  readonly statistics: { readonly json: unknown } | { readonly failure: RequestFailure };
  readonly requests: number;
  readonly region: string | undefined;
  /** When HSS was queried, ms since 1970. */
  readonly askedAt: number;
  /** Other texts that must not be in the report, such as the project's ID. */
  readonly privateTexts: readonly string[];
}

/** One list, compared with the contract. */
export interface ListSurvey {
  readonly list: EndpointId;
  readonly operation: string;
  readonly outcome: 'asked' | 'failed' | 'not asked';
  /** Why the list or one of its pages could not be read. */
  readonly failure?: RequestFailure;
  readonly total: number | null;
  readonly rows: number;
  /** Whether these rows are the complete list. */
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

/** Whether image rows refer to listed registries. */
export interface ReferenceSurvey {
  readonly from: 'registry-images' | 'cicd-images';
  readonly by: 'registry_id' | 'registry_name';
  /** Rows that have the field, and those of them whose registry is listed. */
  readonly rows: number;
  readonly found: number;
  readonly whole_list: boolean;
}

/** Image counts of ShowImageAssetStatistics, and the totals of the lists. */
export interface ImageCounts {
  readonly failure?: RequestFailure;
  readonly fields?: FieldsSurvey;
  readonly counts: readonly {
    readonly field: string;
    readonly count: number | null;
    readonly total: number | null;
  }[];
}

/** Requests of one operation that failed in the same way. */
export interface FailedRequest extends RequestFailure {
  readonly operation: string;
  readonly requests: number;
}

/** The report to attach to bug reports. Its keys don't change while `schema_version` is 1. */
export interface ContractReport {
  readonly schema_version: 1;
  /** Whether every request was answered, or refused for its content. */
  readonly ok: boolean;
  readonly tool: string;
  /** The date of the survey (UTC), such as 2026-11-27. */
  readonly date: string;
  /** Region ID; null if unknown. */
  readonly region: string | null;
  readonly requests: number;
  readonly lists: readonly ListSurvey[];
  readonly registry_addresses: readonly AddressSurvey[];
  readonly indexes: IndexSurvey | null;
  readonly references: readonly ReferenceSurvey[];
  readonly image_counts: ImageCounts;
  /** Failed requests, except for filters that HSS refuses. */
  readonly failures: readonly FailedRequest[];
  /** Sentences about what contradicts the contract or is missing from it. */
  readonly new_against_contract: readonly string[];
}
