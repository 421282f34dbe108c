import { App } from 'cdktf';
import { imageRows } from './rows';
import { ShopStack } from './stack';

const app = new App();
// Rows in memory, so that this runs without an account. Remove the source to query HSS.
new ShopStack(app, 'shop', { source: imageRows() });
app.synth();
