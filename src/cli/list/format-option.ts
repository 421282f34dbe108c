import { Option } from 'commander';
import { LIST_FORMATS } from './formats';

/** The format of a list's rows. */
export function formatOption(): Option {
  return new Option('--format <format>', 'how rows are written')
    .choices(LIST_FORMATS)
    .default('table');
}
