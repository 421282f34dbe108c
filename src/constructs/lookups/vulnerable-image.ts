import { Construct } from 'constructs';
import { HssCicdImage } from '../../contract/cicd-image';
import { VulnerableImageType } from '../../contract/enums';
import { HssError } from '../../contract/error';
import { isRecord } from '../../contract/row';
import { ImageSource } from '../../policy/model/image-source';
import { vulnerabilityQuestions } from '../../policy/vulnerabilities/questions';
import { kindOf } from '../shared/arguments';

/** How ListImageVulnerabilities is told which image is meant. */
export interface VulnerableImageParameters {
  readonly imageType: VulnerableImageType;
  readonly imageId: string;
  readonly instanceId?: string;
  readonly namespace: string;
  readonly imageName: string;
  readonly tagName: string;
}

/** The construct that lists the rows of each list. */
const LOOKUPS = {
  [ImageSource.CICD]: 'DataHssCicdImages',
  [ImageSource.REGISTRY]: 'DataHssRegistryImages',
};

/**
 * Returns how the image of a row is named in a query for its vulnerabilities.
 * @param scope with `id` the construct that errors name
 * @throws HSS_INVALID_ARGUMENT for what is not a row of the list, or a row that does not say which image it is
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
  const advice = `give a row of ${LOOKUPS[list]}`;
  if (!isRecord(row)) {
    return refuse(
      `row is ${kindOf(row)}`,
      `${advice}; its find is undefined for an unlisted image`,
    );
  }
  const imageType: unknown = row.imageType;
  const isCicd = imageType === VulnerableImageType.CICD;
  if (typeof imageType === 'string' && isCicd !== (list === ImageSource.CICD)) {
    return refuse(`the row is of an image of the type ${imageType}`, advice);
  }
  const questions = vulnerabilityQuestions({ ...row, list, row });
  if ('problem' in questions) {
    return refuse(questions.problem, 'choose another row, or name the image by props');
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
