import { parseReference } from '../policy/reference';
import { TextNode, UnknownNode, lastKeys } from './node';

/** What an attribute is, going by its name and its value, where no schema says so. */
export type Likeness =
  | 'image'
  /** One part of an image's name, in a block that has the others beside it. */
  | 'part'
  | 'unsure'
  | 'no';

/** Whether a key names a container image: certainly, perhaps, or only if its value can be nothing else. */
type KeyLikeness = 'certain' | 'part' | 'perhaps' | 'unlikely' | 'no';

/** Words before `image` in the names of images of machines and of pictures. */
const OTHER_IMAGES =
  /^(ami|avatar|background|banner|boot|cover|disk|gallery|golden|icon|iso|logo|machine|marketplace|os|preview|snapshot|source|thumbnail|vm|volume|windows)$/;
/** Blocks whose `image` is that of a disk. */
const DISKS = /^(ami|boot|disks?|vm|volumes?)$/;
/** An expression that is the image of a machine, and nothing besides: an AMI, a google_compute_image. */
const OTHER_IMAGE_TOKEN =
  /^\$\{(data\.)?(aws_ami\w*|google_compute_image|azurerm_(platform|shared)_image\w*|\w+_images?_images?(_v2)?)\.[\w.[\]"-]+\}$/;

/** What may follow on `image` in a name for a reference. */
const CERTAIN_ENDINGS = /^(identifier|ref|reference|references|refs|uri|uris|url|urls)$/;
const PERHAPS_ENDINGS = /^(location|name|names|path|repo|repository|src)$/;
/** In a block called `image`, what a reference or its name is called. */
const IN_IMAGE_BLOCK = /^(name|ref|reference|registry|repo|repository|uri|url)$/;

/** How many keys above a text can say what it is. */
const NEAR_KEYS = 6;

/** Looks at the keys down to a text, list positions left out, and at the text. */
export function likeness(node: TextNode | UnknownNode): Likeness {
  const key = keyLikeness(lastKeys(node, NEAR_KEYS));
  if (key === 'no') return 'no';
  if (node.kind === 'unknown') return tokenLikeness(key, '');
  if (node.token) return tokenLikeness(key, node.raw);
  const value = valueLikeness(node.text);
  if (value === 'no') return 'no';
  if (key === 'part') return 'part';
  if (key === 'certain') return value === 'scheme' ? 'unsure' : 'image';
  if (value === 'full') return key === 'perhaps' ? 'image' : 'unsure';
  return key === 'perhaps' && (value === 'tagged' || value === 'scheme') ? 'unsure' : 'no';
}

function tokenLikeness(key: KeyLikeness, raw: string): Likeness {
  if (OTHER_IMAGE_TOKEN.test(raw)) return 'no';
  return key === 'unlikely' ? 'no' : 'unsure';
}

function keyLikeness(keys: readonly string[]): KeyLikeness {
  const key = keys.at(-1) ?? '';
  // Nearly all keys: taking them apart costs more than all the rest.
  if (!/image|^container_?(uri|definitions)$|^containers$/im.test(`${key}\n${keys.at(-2)}`)) {
    return 'no';
  }
  const words = wordsOf(key);
  const at = words.findIndex((word) => /^images?$/.test(word));
  const above = keys.slice(0, -1).flatMap(wordsOf);
  const otherKind = above.some((word) => DISKS.test(word));
  const parent = wordsOf(keys.at(-2) ?? '').at(-1) ?? '';
  if (at < 0) {
    if (/^images?$/.test(parent) && IN_IMAGE_BLOCK.test(key.toLowerCase())) {
      return otherKind ? 'unlikely' : 'part';
    }
    if (/^container_?uri$/i.test(key)) return 'certain';
    if (/^(containers|container_?definitions)$/i.test(key)) return 'perhaps';
    return key.toLowerCase().includes('image') ? 'perhaps' : 'no';
  }
  const ending = words.at(-1)!;
  if (otherKind || words.slice(0, at).some((word) => OTHER_IMAGES.test(word))) return 'unlikely';
  if (at === words.length - 1 || CERTAIN_ENDINGS.test(ending)) return 'certain';
  return PERHAPS_ENDINGS.test(ending) ? 'perhaps' : 'unlikely';
}

/** `imagePullPolicy`, `image_pull_policy` and `IMAGE-PULL-POLICY` are the same three words. */
function wordsOf(key: string): string[] {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

/** A reference with a registry or digest, one with a tag or several segments, a bare word, or no reference. */
function valueLikeness(text: string): 'full' | 'tagged' | 'bare' | 'scheme' | 'no' {
  if (/^(docker|oci|docker-daemon|containers-storage):\/\//.test(text)) return 'scheme';
  if (isOtherImage(text)) return 'no';
  let reference;
  try {
    reference = parseReference(text);
  } catch {
    return 'no';
  }
  const domain = reference.name.slice(0, Math.max(0, reference.name.indexOf('/')));
  if (reference.digest !== undefined || /[.:]|^localhost$/.test(domain)) return 'full';
  return text.includes(':') || text.includes('/') ? 'tagged' : 'bare';
}

/** AMIs, UUIDs, numbers, paths of machine images, files of disks and pictures, and AWS's own build environments. */
function isOtherImage(text: string): boolean {
  return (
    isCodeBuildImage(text) ||
    /^(ami-[0-9a-f]+|[0-9]+|true|false)$/.test(text) ||
    /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text) ||
    /^(projects|global|regions|zones)\//.test(text) ||
    /\.(iso|img|qcow2?|vmdk|vhdx?|ova|raw|png|jpe?g|gif|svg|webp|ico|bmp)$/i.test(text)
  );
}

/** The environments that AWS CodeBuild brings along. Nothing pulls them from a registry. */
export function isCodeBuildImage(text: string): boolean {
  return /^aws\/codebuild\//.test(text);
}
