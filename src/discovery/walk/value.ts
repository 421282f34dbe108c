import { ImageReference, parseReference } from '../../policy/model/reference';

/** The form of a text. */
export type ValueForm =
  | 'empty'
  /** A form that no container image has: a UUID, an AMI, a file of a disk or picture, a number. */
  | 'harmless'
  /** A form that only container images have, but not a reference: `docker://…`, `DOCKER|…`. */
  | 'scheme'
  /** A template that another program fills in: `$(params.X)`, `{{ … }}`, `${VAR}`. */
  | 'template'
  | 'url'
  /** Registry, path, and a tag or digest. Only references have this form. */
  | 'whole'
  /** A reference with a registry, or one with a tag or several segments. */
  | 'reference'
  /** A single word, which could also be the name of a container image. */
  | 'word'
  | 'other';

/** Schemes before a reference. */
const SCHEME =
  /^(?:docker|docker-daemon|docker-archive|docker-image|oci|oci-archive|oci\+[a-z]+|containerd|containers-storage|registry|imgpkg):\/\//i;
/** Azure's `linux_fx_version`, in any attribute. */
const FX_VERSION = /^(?:docker|compose|kube|sitecontainers)\|/i;
/** URL schemes of file stores, which contain no container images. */
const STORE = /^(?:abfss?|cos|file|ftp|git|gs|hdfs|obs|oss|s3|ssh|wasbs?):\/\//i;
/** The form of an ID that runtimes report for a running container. */
const CONTAINER_ID = /^(?:docker|containerd|cri-o):\/\/[0-9a-f]{64}$/;
/** File names of disks, pictures, archives or documents. */
const FILE =
  /\.(?:iso|img|qcow2?|vmdk|vhdx?|ova|ovf|raw|png|jpe?g|gif|svg|webp|ico|bmp|avif|tiff?|zip|tgz|gz|xz|bz2|zst|squashfs|json|ya?ml|txt|html?|css|js)(?:[?#].*)?$/i;
const TEMPLATE = /\{\{|\$\(|\$\{|%\{|<%|\$[A-Z_]{2,}|^\$[A-Za-z_]|@@|\$\$/;
/** Effects of taints, in the position of a tag: `node.kubernetes.io/unreachable:NoExecute`. */
const TAINT = /:(?:NoSchedule|NoExecute|PreferNoSchedule)$/;
/** A digest alone, of an image whose name is elsewhere or of any other file. */
const DIGEST = /^(?:sha256|sha512|sha1|md5):[0-9a-f]{32,128}$/i;
const CIDR = /^\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2}(?:$|[:,])/;

/** Maximum length of a reference (see src/policy/model/reference.ts). */
const MAX_REFERENCE = 1024;

export function formOf(text: string): ValueForm {
  if (text.trim() === '') return 'empty';
  if (CONTAINER_ID.test(text) || DIGEST.test(text)) return 'harmless';
  if (SCHEME.test(text) || FX_VERSION.test(text)) return 'scheme';
  if (text.length > MAX_REFERENCE) return 'other';
  if (TEMPLATE.test(text)) return 'template';
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    return FILE.test(text) || STORE.test(text) ? 'harmless' : 'url';
  }
  const reference = referenceOf(text);
  if (reference === undefined) return isHarmless(text) ? 'harmless' : 'other';
  if (isCodeBuildImage(text)) return 'harmless';
  if (isWhole(text, reference)) return 'whole';
  if (/[:@]/.test(text) || isHosted(reference)) return 'reference';
  if (isHarmless(text)) return 'harmless';
  return text.includes('/') ? 'reference' : 'word';
}

/** Returns whether a text is a whole reference, except for parts that another program fills in. */
export function isTemplateOfReference(text: string): boolean {
  if (text.length > MAX_REFERENCE || !text.includes('/') || !TEMPLATE.test(text)) return false;
  const filled = text.replace(/\$\{[^{}]*\}|\$\([^()]*\)|\{\{[^{}]*\}\}|\$[A-Za-z_]\w*/g, 'x');
  return !TEMPLATE.test(filled) && isWholeReference(filled);
}

/** Returns whether a text has a form that only container images have, but is not a reference. */
export function isScheme(text: string): boolean {
  // Greengrass: docker:registry/image:tag
  if (text.startsWith('docker:') && isWholeReference(text.slice('docker:'.length))) return true;
  if (!text.includes('://') && !text.includes('|')) return false;
  return (SCHEME.test(text) || FX_VERSION.test(text)) && !CONTAINER_ID.test(text);
}

/**
 * Returns whether a text is a whole reference: registry host, path, and tag or digest. Fast for
 * other texts.
 */
export function isWholeReference(text: string): boolean {
  const slash = text.indexOf('/');
  if (slash <= 0 || text.length > MAX_REFERENCE) return false;
  if (!/[:@]/.test(text.slice(slash)) || !/[.:]|^localhost$/.test(text.slice(0, slash)))
    return false;
  return formOf(text) === 'whole';
}

/** Returns whether a text is a reference with a registry. */
export function hasHost(text: string): boolean {
  const reference = referenceOf(text);
  return reference !== undefined && isHosted(reference);
}

function isWhole(text: string, reference: ImageReference): boolean {
  const tagged =
    reference.digest !== undefined || text.slice(reference.name.length).startsWith(':');
  return isHosted(reference) && tagged && !TAINT.test(text) && !CIDR.test(text);
}

function isHosted({ name, path }: ImageReference): boolean {
  return name.length > path.length && name.endsWith(`/${path}`) && !name.startsWith('library/');
}

function referenceOf(text: string): ImageReference | undefined {
  try {
    return parseReference(text);
  } catch {
    return undefined;
  }
}

/** Returns whether a text is not a reference, or a reference without registry, tag and digest. */
function isHarmless(text: string): boolean {
  return (
    /^(?:ami-[0-9a-f]+|[0-9.]+|true|false|null|none|default|latest|on|off|yes|no)$/i.test(text) ||
    /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text) ||
    /^(?:IfNotPresent|Always|Never|OnDelete|RollingUpdate)$/.test(text) ||
    /^\d+(?:\.\d+)?\s?(?:[KMGTPE]i?B?|B|%|px|s|m|h|ms)$/i.test(text) ||
    // Google's machine images
    /^(?:projects\/[^/]+\/(?:global|regions|zones)\/|global\/images\/|(?:regions|zones)\/[^/]+\/images\/)/.test(
      text,
    ) ||
    /^(?:arn:|ocid1\.|urn:|data:|crn:|\/|\.{1,2}\/|~\/)/i.test(text) ||
    // A name with a slash may also be a repository on Docker Hub.
    (FILE.test(text) && !(text.includes('/') && referenceOf(text) !== undefined)) ||
    // Names of operating systems: `Ubuntu 22.04 LTS`, `Canonical:UbuntuServer:18.04-LTS:latest`.
    /^\w[\w.,()+-]*(?: [\w.,()+-]+)+$/.test(text) ||
    /^\w+:[\w.-]+:[\w.-]+:[\w.-]+$/.test(text)
  );
}

/**
 * Returns whether a text is a managed environment of AWS CodeBuild, which is not pulled from a
 * registry.
 */
export function isCodeBuildImage(text: string): boolean {
  return /^aws\/codebuild\/[\w.:-]+$/.test(text);
}
