import { readFileSync } from 'node:fs';
import { parse, printParseErrorCode } from 'jsonc-parser';
import type { ParseError } from 'jsonc-parser';

const root = new URL('../', import.meta.url);

/** A mistake in a file of `config/`. Its message has the place and the correction of each, and is all that a person needs. */
export class Mistaken extends Error {}

/** @throws Mistaken that names the file and its mistakes */
export function refuse(file: string, mistakes: readonly string[]): never {
  throw new Mistaken(`${file} cannot be used:\n${mistakes.map((mistake) => `  - ${mistake}`).join('\n')}`);
}

/**
 * The content of a JSON file of `config/`.
 * @param file its name from the project's folder on
 * @throws Mistaken when it is not there, or with line and column when it is no JSON
 */
export function readConfig(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(new URL(file, root), 'utf8');
  } catch {
    throw new Mistaken(`${file} is not there; add it.`);
  }
  return parseJson(file, text);
}

/** @throws Mistaken with line and column when the text is no JSON */
export function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    /* JSON.parse names a place for some mistakes only. What is found after the first mistake mostly follows from it. */
    const errors: ParseError[] = [];
    parse(text, errors, { disallowComments: true });
    const [first] = errors;
    return refuse(file, [
      first ? `${placeOf(text, first.offset)}: is not JSON: ${wordsOf(first)}` : 'the file: is not JSON',
    ]);
  }
}

function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

/* `CommaExpected` is what the parser calls it. */
const wordsOf = ({ error }: ParseError): string =>
  printParseErrorCode(error)
    .replaceAll(/(?<=.)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .toLowerCase();
