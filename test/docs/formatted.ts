import { format } from 'oxfmt';
import options from '../../.oxfmtrc.json' with { type: 'json' };

/** A text as `npm run format` would lay it out in that file. */
export async function formatted(file: string, text: string): Promise<string> {
  const { $schema: _forEditors, ignorePatterns: _ofFiles, ...layout } = options;
  const { code, errors } = await format(file, text, layout);
  if (errors.length > 0) throw new Error(`${file}: ${errors.map(({ message }) => message).join('; ')}`);
  return code;
}
