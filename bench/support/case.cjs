// Shared by all cases: a case gets its settings as JSON in its first argument, and prints its
// figures as JSON.
exports.settings = JSON.parse(process.argv[2] ?? '{}');

exports.report = (figures) => process.stdout.write(`${JSON.stringify(figures)}\n`);
