import { Table, attr, unlessAbsent } from '../../finders/finder';
import { INSTALLS_ADDONS, IN_PARTS } from '../reasons';

/**
 * tencentcloudstack/tencentcloud (commit f6970a900, website/docs/r of each type). An image of SCF
 * may have both a tag and a digest.
 */
export const TENCENTCLOUD: Table = [
  ['tencentcloud_kubernetes_cluster', unlessAbsent('extension_addon', INSTALLS_ADDONS)],
  ['tencentcloud_lighthouse_instance', attr('containers.container_image')],
  ['tencentcloud_scf_function', attr('image_config.image_uri')],
  ['tencentcloud_tem_workload', unlessAbsent('img_repo', IN_PARTS)],
  [
    'tencentcloud_tsf_deploy_container_group',
    unlessAbsent('repo_name', IN_PARTS),
    unlessAbsent('reponame', IN_PARTS),
  ],
];
