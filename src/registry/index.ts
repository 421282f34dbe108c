/** Asks container registries what an image can be pulled by. Loads an HTTP client, so import it only to ask. */
export { registryCredential } from './docker-config';
export { Manifest } from './manifest';
export { Registry } from './registry';
