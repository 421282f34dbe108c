// `npm publish` in the tree would publish its scripts, without a bill of materials.
console.error('publish what `npm run package` writes: npm publish ./cdktf-hss-VERSION.tgz');
process.exit(1);
