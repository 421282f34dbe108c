import { Construct } from 'constructs';
import { HssCicdImage } from '../../contract/cicd-image';
import { VulnerableImageType } from '../../contract/enums';
import { HssError } from '../../contract/error';
import { isRecord } from '../../contract/row';
import { ImageSource } from '../../policy/model/image-source';
import { vulnerabilityQuestions } from '../../policy/vulnerabilities/questions';
import { kindOf } from '../shared/arguments';

/** The parameters of ListImageVulnerabilities that select the image. */
export interface VulnerableImageParameters {
  readonly imageType: VulnerableImageType;
  readonly imageId: string;
  readonly instanceId?: string;
  readonly namespace: string;
  readonly imageName: string;
  readonly tagName: string;
}

/** The lookup construct of each list. */
const LOOKUPS = {
  [ImageSource.CICD]: 'DataHssCicdImages',
  [ImageSource.REGISTRY]: 'DataHssRegistryImages',
};

/**
 * Returns the parameters that select the image of a row in a query for its vulnerabilities.
 * @param scope the scope of the construct in errors; `id` is its ID
 * @throws HSS_INVALID_ARGUMENT for a value that is not a row of the list, or a row that does not
 * identify its image
 */
export function vulnerableImage(
  scope: Construct,
  id: string,
  list: ImageSource,
  row: HssCicdImage,
): VulnerableImageParameters {
  const refuse = (problem: string, advice: string): never => {
    const error = new HssError('HSS_INVALID_ARGUMENT', problem, { advice });
    throw error.at([scope.node.path, id].filter((one) => one !== '').join('/'));
  };
  const advice = `pass a row of ${LOOKUPS[list]}`;
  if (!isRecord(row)) {
    return refuse(
      `row is ${kindOf(row)}`,
      `${advice}. Its find returns undefined for an image that is not listed`,
    );
  }
  const imageType: unknown = row.imageType;
  const isCicd = imageType === VulnerableImageType.CICD;
  if (typeof imageType === 'string' && isCicd !== (list === ImageSource.CICD)) {
    return refuse(`the row is of an image of type ${imageType}`, advice);
  }
  const questions = vulnerabilityQuestions({ ...row, list, row });
  if ('problem' in questions) {
    return refuse(questions.problem, 'pass another row, or set the props of the image');
  }
  const { imageType: type, imageId, instanceId, ...names } = questions.unhandled.values;
  return {
    imageType: type as VulnerableImageType,
    imageId: imageId as string,
    ...(instanceId === undefined ? {} : { instanceId: instanceId as string }),
    namespace: names.namespace as string,
    imageName: names.imageName as string,
    tagName: names.tagName as string,
  };
}
