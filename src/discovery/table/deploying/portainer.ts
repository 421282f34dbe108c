import {
  Table,
  attr,
  content,
  manifestText,
  undeterminableType,
  unlessAbsent,
} from '../../finders/finder';
import { STORED_ELSEWHERE } from '../reasons';

const STACK = ['stack_file_path', 'repository_url', 'repository_url_wo'].map((attribute) =>
  unlessAbsent(attribute, STORED_ELSEWHERE),
);

/** portainer/portainer (commit d7f7010, docs/resources of each type). */
export const PORTAINER: Table = [
  ['portainer_docker_image', attr('image')],
  [
    'portainer_docker_plugin',
    undeterminableType('a plugin is pulled from a registry and run, and HSS scans no plugins'),
  ],
  // `stack_file_content` is a text of the plan
  ['portainer_edge_stack', ...STACK],
  ['portainer_edge_update_schedules', attr('agent_image'), attr('updater_image')],
  ['portainer_kubernetes_application', manifestText('manifest')],
  ['portainer_kubernetes_cronjob', manifestText('manifest')],
  ['portainer_kubernetes_job', manifestText('manifest')],
  [
    'portainer_stack',
    content('stack_file_content'),
    ...STACK,
    unlessAbsent('manifest_url', STORED_ELSEWHERE),
  ],
];
