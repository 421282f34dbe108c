/** A list of HSS in which the gate looks for images (`imageSources` of a policy). */
export enum ImageSource {
  /** The images that a CI/CD pipeline had scanned (ListCicdImages). */
  CICD = 'cicd',
  /** The images that HSS synchronizes from registries and scans (ListRegistryImages). */
  REGISTRY = 'registry',
}
