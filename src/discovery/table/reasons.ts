/** Reasons for doubts in reports, for the finders of the tables in this folder. */

// Images in parts
export const IN_PARTS =
  'its repository and its tag or digest are separate attributes, so it cannot be pinned';
/** For attributes that have a place for a repository and one for a tag. */
export const IN_REPOSITORY_AND_TAG =
  'its repository and tag are separate attributes, so it cannot be pinned';

// Images that are built while the resource is deployed
export const BUILT_FROM_SOURCE = 'runs an image that is built from source, which is not scanned';
export const BUILT_BY_GOOGLE =
  'it runs an image that Google builds from source, which is not scanned';
export const BUILT_BY_GITHUB =
  'a GitHub workflow builds and deploys an image, which is not scanned';

// Images that are named outside of the stack
/** For the path or URL of a template, manifest or specification. */
export const STORED_ELSEWHERE =
  'deploys the content of a file or repository, which is not in this stack';
export const INSTALLS_ADDONS = 'installs add-ons, whose images are not in its attributes';
/** For GitOps controllers, whose sources change without Terraform. */
export const READS_REPOSITORY =
  'deploys the content of a repository, which is not in this stack: declare its images';
export const CHART_DEFAULTS = 'a chart deploys images that are not in its values';

// Images that the provider or service chooses
export const DEFAULT_OF_SERVICE = 'sets no image, so it runs the default image of the service';
export const DEFAULT_OF_NODES = 'sets no image, so it runs the default image of its nodes';

// Images of several kinds
export const SYSTEM_OR_APPLICATION =
  'it may be the image of a system container, a machine or an application container: declare it';
