/** Why images are in doubt, in the words of a report. For finders of the tables in this folder. */

// Images in parts
export const IN_PARTS =
  'its repository and its tag or digest stand apart, and no digest can be written there';
/** For attributes that have a place for a repository and one for a tag. */
export const IN_REPOSITORY_AND_TAG =
  'its repository and tag stand apart, and no digest can be written there';

// Images that are built while the resource is deployed
export const BUILT_FROM_SOURCE =
  'runs an image that is built from source, which nothing has scanned';
export const BUILT_BY_GOOGLE =
  'it runs an image that Google builds from source, which nothing has scanned';
export const BUILT_BY_GITHUB =
  "a workflow of GitHub's builds and deploys an image, which nothing has scanned";

// Images that something outside of the stack names
/** For the path or URL of a template, manifest or specification. */
export const STORED_ELSEWHERE =
  'deploys what stands in a file or repository, which is not in this stack';
export const INSTALLS_ADDONS = 'installs add-ons, whose images no attribute names';
/** For GitOps controllers: what they read changes without Terraform. */
export const READS_REPOSITORY =
  'deploys what a repository says, which is not in this stack: declare its images';
export const CHART_DEFAULTS = 'a chart deploys images that no value names';

// Images that the provider or service chooses
export const DEFAULT_OF_SERVICE = 'runs the default image of the service, as none is named';
export const DEFAULT_OF_NODES = 'runs the default image of its nodes, as none is named';

// Images of several kinds
export const SYSTEM_OR_APPLICATION =
  'it may be the image of a system container, of a machine or of an application container, and nothing says which: declare it';
