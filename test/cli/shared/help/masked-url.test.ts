import { maskedUrl } from '../../../../src/cli/shared/help/masked-url';

test.each([
  ['https://user:secret@hss.example.com/a', 'https://***@hss.example.com/a'],
  ['https://user:se/cr?et@hss.example.com', 'https://***@hss.example.com'],
  ['https:/user:secret@hss.example.com', '***@hss.example.com'],
  ['user:secret@hss.example.com', '***@hss.example.com'],
  ['https://hss.example.com/?token=secret', 'https://hss.example.com/?***'],
  ['https://hss.example.com#secret', 'https://hss.example.com#***'],
  ['hss.example.com?token=secret', 'hss.example.com?***'],
  ['ftp://hss.example.com', 'ftp://hss.example.com'],
  ['10 minutes?', '10 minutes?'],
])('%j is shown as %j', (text, shown) => {
  expect(maskedUrl(text)).toBe(shown);
});
