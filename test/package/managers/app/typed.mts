// Types that an app uses. What it imports as cdktf can be cdktn.
import { App, TerraformOutput, TerraformStack, Token } from 'cdktf';
import {
  DataHssCicdImages,
  DataHssCicdImagesAtPlan,
  DataHssImageRegistriesAtPlan,
  HssConnection,
  HssImageGate,
  HssSource,
  ImagePolicy,
  ScanStatus,
  SeverityLevel,
} from 'cdktf-hss';

const stack = new TerraformStack(new App(), 'shop');
const source = HssSource.fixture({
  cicdImages: [{ imageName: 'web', scanStatus: ScanStatus.SUCCESS }],
});
const connection = new HssConnection(stack, 'hss', { source });
const policy = new ImagePolicy({ maxSeverity: SeverityLevel.LOW });
const gate = new HssImageGate(stack, 'gate', { policy, connection });
const images = new DataHssCicdImages(stack, 'images', { connection });
const atPlan = new DataHssCicdImagesAtPlan(stack, 'at-plan', { connection });
const status = Token.asAny('${var.status}');
new DataHssImageRegistriesAtPlan(stack, 'registries', { connection, status });
const names: (string | undefined)[] = images.rows.map(({ imageName }) => imageName);
new TerraformOutput(stack, 'names', { value: names });
new TerraformOutput(stack, 'rows', { value: atPlan.rows });
new TerraformOutput(stack, 'total', { value: atPlan.totalNum });
new TerraformOutput(stack, 'image', { value: gate.require('registry.example/shop/web:1') });
// @ts-expect-error -- types are checked, too
new ImagePolicy({ maxSeverity: 'Low' });
