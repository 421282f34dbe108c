/** Headers of HSS's API that several places read or write. */

/**
 * Carries a token. It is also in the JSON that Terraform reads, where a change of case would change
 * the stack.
 */
export const TOKEN_HEADER = 'X-Auth-Token';

/** Identifies a request for Huawei Cloud's support; in lower case, as in Node's answers. */
export const REQUEST_ID_HEADER = 'x-request-id';
