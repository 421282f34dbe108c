/** Headers of HSS's API that several places read or write. */

/** Carries a token; also in the JSON that Terraform reads, where a change of case would be a change of the stack. */
export const TOKEN_HEADER = 'X-Auth-Token';

/** Names a request for Huawei Cloud's support, in lower case as answers are read. */
export const REQUEST_ID_HEADER = 'x-request-id';
