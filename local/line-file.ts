import {
  appendFileSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { damaged } from './data-folder.ts';

/** A file of JSON documents, one a line. Adding one costs the same however many there are. */
export interface LineFile<Document> {
  /** How many lines there are. */
  count(): number;
  append(documents: readonly Document[]): void;
  /** Puts other documents in the place of all. A crash leaves the old ones or the new ones. */
  replace(documents: Iterable<Document>): void;
}

/**
 * Opens the file, or one that is made with the first document. A crash can cut off the last line: it is dropped.
 * @returns the file, and what it holds
 * @throws CannotRun when the file is damaged
 */
export function openLineFile<Document>(path: string): {
  readonly file: LineFile<Document>;
  readonly documents: readonly Document[];
} {
  const [cutOff = '', ...whole] = (existsSync(path) ? readFileSync(path, 'utf8') : '').split('\n').reverse();
  let documents: readonly Document[];
  try {
    documents = whole.reverse().map((line) => JSON.parse(line) as Document);
  } catch {
    throw damaged(path);
  }
  let count = documents.length;
  const toLine = (document: Document) => `${JSON.stringify(document)}\n`;
  const file: LineFile<Document> = {
    count: () => count,
    append: (added) => {
      appendFileSync(path, added.map(toLine).join(''));
      count += added.length;
    },
    replace: (others) => {
      count = 0;
      const next = openSync(`${path}.next`, 'w');
      for (const document of others) {
        writeSync(next, toLine(document));
        count += 1;
      }
      closeSync(next);
      renameSync(`${path}.next`, path);
    },
  };
  if (cutOff !== '') file.replace(documents);
  return { file, documents };
}
