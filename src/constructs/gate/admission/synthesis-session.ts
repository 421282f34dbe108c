import { AnnotationMetadataEntryType, TerraformStack } from '../../framework/framework';

/** The argument of cdktf's hooks while it synthesizes a stack. */
export interface SynthesisSession {
  readonly outdir: string;
  readonly manifest: {
    readonly hclOutput?: boolean;
    forStack(stack: TerraformStack): {
      readonly workingDirectory: string;
      readonly annotations: {
        readonly constructPath: string;
        readonly level: AnnotationMetadataEntryType;
        readonly message: string;
      }[];
    };
  };
}
