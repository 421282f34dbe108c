import { dockerImage, pulledImage } from '../../finders/docker-image';
import { Finder, Table, attr, notImage, undeterminableType } from '../../finders/finder';
import { Findings } from '../../findings';

const BUILDERS = [
  attr('docker_container.image'),
  attr('kubernetes.image'),
  attr('kubernetes.qemu.image'),
];

/**
 * Checks the image of a builder, which runs in a container of BuildKit. Without a name, the
 * provider chooses the image.
 */
const BUILDER: Finder = (body, found, around) => {
  const named = new Findings();
  BUILDERS.forEach((finder) => finder(body, named, around));
  if (named.images.length === 0 && named.allDoubts.length === 0) {
    found.doubtBeside(body, "sets no image, so it runs BuildKit's default image: declare it");
  }
  BUILDERS.forEach((finder) => finder(body, found, around));
};

/**
 * kreuzwerker/docker 3.6.2 (@cdktf/provider-docker 12.0.3) and 4.5.0 (docs/resources), every
 * attribute that names an image.
 */
export const DOCKER: Table = [
  // The attributes in which the provider reports the pulled image
  ['docker_image', pulledImage, notImage('image_id', 'repo_digest')],
  ['docker_container', dockerImage('image')],
  ['docker_service', dockerImage('task_spec.container_spec.image')],
  ['docker_buildx_builder', BUILDER],
  [
    'docker_plugin',
    undeterminableType('pulls a plugin from a registry and runs it, and HSS scans no plugins'),
  ],
  ['docker_compose', undeterminableType('runs what Compose files say: declare their images')],
];
