const word = String.raw`=\?[^?]*\?[bq]\?[^?]*\?=`;
const gaps = new RegExp(String.raw`(${word})\s+(?=${word})`, 'gi');
const words = new RegExp(word, 'gi');

/** The text of encoded words (RFC 2047). Read as generously as mail programs do: wherever one stands, also within quotes. */
const decoded = (text: string): string =>
  text.replace(gaps, '$1').replace(words, (encoded) => {
    const [, , encoding = '', content = ''] = encoded.split('?');
    const bytes =
      encoding.toUpperCase() === 'B'
        ? Buffer.from(content, 'base64')
        : Buffer.from(
            content
              .replaceAll('_', ' ')
              .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
            'latin1',
          );
    return bytes.toString();
  });

/** A mail's headers by name in lower case, unfolded (RFC 5322, 2.2.3), otherwise as they went over the wire. */
export function headersOf(message: string): ReadonlyMap<string, string> {
  const [head = ''] = message.split('\r\n\r\n');
  return new Map(
    head
      .replace(/\r\n(?=[ \t])/g, '')
      .split('\r\n')
      .map((header) => {
        const colon = header.indexOf(':');
        return [header.slice(0, colon).toLowerCase(), header.slice(colon + 1).trim()];
      }),
  );
}

/** The subject that a reader sees. */
export const subjectOf = (message: string): string => decoded(headersOf(message).get('subject') ?? '');

/** The name and the address that a reader sees in a header of one mailbox. */
export function mailboxOf(message: string, header: 'from' | 'to'): { name: string; address: string } {
  const [, phrase = '', address = ''] = /^(.*)<([^<>]*)>$/.exec(headersOf(message).get(header) ?? '') ?? [];
  const name = /^"(.*)"$/.exec(phrase.trim())?.[1]?.replace(/\\(.)/g, '$1') ?? phrase.trim();
  return { name: decoded(name), address };
}
