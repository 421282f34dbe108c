/**
 * Queries container registries for the manifests of an image. Loads an HTTP client, so import it
 * only for a query.
 */
export { registryCredential } from './docker-config';
export { Manifest } from './manifest';
export { Registry } from './registry';
