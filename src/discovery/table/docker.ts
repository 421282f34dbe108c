import { dockerImage, pulledImage } from '../docker-image';
import { Finder, Table, attr, never } from '../finder';
import { Findings } from '../findings';

const BUILDERS = [
  attr('docker_container.image'),
  attr('kubernetes.image'),
  attr('kubernetes.qemu.image'),
];

/** A builder runs in a container of BuildKit, which is the provider's choice where none is named. */
const BUILDER: Finder = (body, found, around) => {
  const named = new Findings();
  BUILDERS.forEach((finder) => finder(body, named, around));
  if (named.images.length === 0 && named.reason === undefined) {
    found.undeterminable('it runs BuildKit’s default image, as none is named');
  }
  BUILDERS.forEach((finder) => finder(body, found, around));
};

/**
 * kreuzwerker/docker 3.6.2 (@cdktf/provider-docker 12.0.3) and 4.5.0 (docs/resources), every attribute that
 * names an image.
 */
export const DOCKER: Table = [
  ['docker_image', pulledImage],
  ['docker_container', dockerImage('image')],
  ['docker_service', dockerImage('task_spec.container_spec.image')],
  // Pushes an image to a registry, where HSS can scan it. What runs it names it itself.
  ['docker_registry_image'],
  ['docker_tag'],
  ['docker_buildx_builder', BUILDER],
  ['docker_plugin', never('a plugin is pulled from a registry and run, and HSS scans no plugins')],
  ['docker_compose', never('the images stand in Compose files')],
];
