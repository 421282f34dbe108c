import { ImageReference, parseReference } from '../../policy/model/reference';

/** What a text is, going by its form alone. */
export type ValueForm =
  | 'empty'
  /** What no container image is called: a UUID, an AMI, a file of a disk or picture, a number. */
  | 'harmless'
  /** A form that only container images have, and that is no reference: `docker://…`, `DOCKER|…`. */
  | 'scheme'
  /** Something that another program fills in: `$(params.X)`, `{{ … }}`, `${VAR}`. */
  | 'template'
  | 'url'
  /** Registry, path, and a tag or digest: nothing else looks like that. */
  | 'whole'
  /** A reference with a registry, or one with a tag or several segments. */
  | 'reference'
  /** A single word, which could also be the name of a container image. */
  | 'word'
  | 'other';

/** Schemes before a reference. */
const SCHEME =
  /^(?:docker|docker-daemon|docker-archive|docker-image|oci|oci-archive|oci\+[a-z]+|containerd|containers-storage|registry|imgpkg):\/\//i;
/** Azure's `linux_fx_version`, in whatever attribute it stands. */
const FX_VERSION = /^(?:docker|compose|kube|sitecontainers)\|/i;
/** Where files are kept, and no images of containers. */
const STORE = /^(?:abfss?|cos|file|ftp|git|gs|hdfs|obs|oss|s3|ssh|wasbs?):\/\//i;
/** What runtimes report as the ID of a running container. */
const CONTAINER_ID = /^(?:docker|containerd|cri-o):\/\/[0-9a-f]{64}$/;
/** A file of a disk, a picture, an archive or a document. */
const FILE =
  /\.(?:iso|img|qcow2?|vmdk|vhdx?|ova|ovf|raw|png|jpe?g|gif|svg|webp|ico|bmp|avif|tiff?|zip|tgz|gz|xz|bz2|zst|squashfs|json|ya?ml|txt|html?|css|js)(?:[?#].*)?$/i;
const TEMPLATE = /\{\{|\$\(|\$\{|%\{|<%|\$[A-Z_]{2,}|^\$[A-Za-z_]|@@|\$\$/;
/** Effects of taints, which stand where a tag does: `node.kubernetes.io/unreachable:NoExecute`. */
const TAINT = /:(?:NoSchedule|NoExecute|PreferNoSchedule)$/;
/** The digest alone: of an image whose name stands elsewhere, or of any other file. */
const DIGEST = /^(?:sha256|sha512|sha1|md5):[0-9a-f]{32,128}$/i;
const CIDR = /^\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2}(?:$|[:,])/;

/** No reference is longer (policy/reference.ts). */
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

/** Whether a text is a whole reference but for parts that another program fills in. */
export function isTemplateOfReference(text: string): boolean {
  if (text.length > MAX_REFERENCE || !text.includes('/') || !TEMPLATE.test(text)) return false;
  const filled = text.replace(/\$\{[^{}]*\}|\$\([^()]*\)|\{\{[^{}]*\}\}|\$[A-Za-z_]\w*/g, 'x');
  return !TEMPLATE.test(filled) && isWholeReference(filled);
}

/** Whether a text has a form that only container images have, and is no reference. */
export function isScheme(text: string): boolean {
  // Greengrass: docker:registry/image:tag
  if (text.startsWith('docker:') && isWholeReference(text.slice('docker:'.length))) return true;
  if (!text.includes('://') && !text.includes('|')) return false;
  return (SCHEME.test(text) || FX_VERSION.test(text)) && !CONTAINER_ID.test(text);
}

/** Whether a text is a whole reference: registry host, path, and tag or digest. Quick where it is not. */
export function isWholeReference(text: string): boolean {
  const slash = text.indexOf('/');
  if (slash <= 0 || text.length > MAX_REFERENCE) return false;
  if (!/[:@]/.test(text.slice(slash)) || !/[.:]|^localhost$/.test(text.slice(0, slash)))
    return false;
  return formOf(text) === 'whole';
}

/** Whether a text is a reference with a registry. */
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

/** What is no reference, or one without a registry, a tag and a digest. */
function isHarmless(text: string): boolean {
  return (
    /^(?:ami-[0-9a-f]+|[0-9.]+|true|false|null|none|default|latest|on|off|yes|no)$/i.test(text) ||
    /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text) ||
    /^(?:IfNotPresent|Always|Never|OnDelete|RollingUpdate)$/.test(text) ||
    /^\d+(?:\.\d+)?\s?(?:[KMGTPE]i?B?|B|%|px|s|m|h|ms)$/i.test(text) ||
    // Google's images of machines
    /^(?:projects\/[^/]+\/(?:global|regions|zones)\/|global\/images\/|(?:regions|zones)\/[^/]+\/images\/)/.test(
      text,
    ) ||
    /^(?:arn:|ocid1\.|urn:|data:|crn:|\/|\.{1,2}\/|~\/)/i.test(text) ||
    // A name with a slash is as well that of a repository on Docker Hub.
    (FILE.test(text) && !(text.includes('/') && referenceOf(text) !== undefined)) ||
    // What people call an operating system: `Ubuntu 22.04 LTS`, `Canonical:UbuntuServer:18.04-LTS:latest`.
    /^\w[\w.,()+-]*(?: [\w.,()+-]+)+$/.test(text) ||
    /^\w+:[\w.-]+:[\w.-]+:[\w.-]+$/.test(text)
  );
}

/** The environments that AWS CodeBuild brings along. Nothing pulls them from a registry. */
export function isCodeBuildImage(text: string): boolean {
  return /^aws\/codebuild\/[\w.:-]+$/.test(text);
}
