import { imageListTitle, namePieces } from '../advice/error-key';
import { ErrorList, ListedError } from '../advice/error-list';
import { Markup, NOTHING, lines, markup } from './markup';

/** Renders the errors in full below the table, because a cell is too small. Rows link to them. */
export function errorsSection({ errors }: ErrorList): Markup {
  if (errors.length === 0) return NOTHING;
  return markup`<section id="errors" aria-labelledby="errors-title">
<h2 id="errors-title">Errors</h2>
<ol>
${errors.map(errorItem)}</ol>
</section>`;
}

function errorItem({ number, message, images }: ListedError): Markup {
  // Isolates each name, because a name written from right to left would reorder its neighbours.
  const names = namePieces(images).map((piece, at) =>
    at % 2 === 0 ? markup`<bdi>${piece}</bdi>` : piece,
  );
  return markup`<li id="error-${number}"><pre>${lines(message)}</pre>
<p class="soft">${imageListTitle(images)}: ${names}</p></li>
`;
}
