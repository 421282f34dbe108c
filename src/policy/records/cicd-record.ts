import { HssCicdImage } from '../../contract/cicd-image';
import { ImageSource } from '../model/image-source';
import { ScanRecord } from '../model/scan-record';

/** Returns what a CI/CD image says about an image and its scan. */
export function cicdRecord(row: HssCicdImage): ScanRecord {
  return { ...row, list: ImageSource.CICD, row };
}
