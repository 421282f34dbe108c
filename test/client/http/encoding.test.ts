import { throwRefusal } from '../../../src/client/http/answer';

test.each([
  { encoding: undefined, isRefused: false },
  { encoding: 'identity', isRefused: false },
  { encoding: 'br', isRefused: true },
])('an answer that is encoded as $encoding is refused unread: $isRefused', (given) => {
  const { encoding, isRefused } = given;
  const headers = encoding === undefined ? {} : { 'content-encoding': encoding };
  const answer = { status: 200, headers, body: Buffer.from('{"total_num":0}'), ms: 1 };
  const check = () => throwRefusal(answer, 'GET /', []);
  if (isRefused) expect(check).toThrow(/encoded as br/);
  else expect(check).not.toThrow();
});
