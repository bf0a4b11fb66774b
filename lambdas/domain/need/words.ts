/* Words that lists are searched by. */

/* Function words, which tell nothing of what a need is about; long ones first of all, since length is taken for rarity. */
const common = new Set(
  (
    'alla allt alltid andra annan annat att av bara bland blev bli blir blivit borde både de dem den denna deras dessa dessutom det ' +
    'detta dig din ditt du där därför då efter eftersom eller en ett finns flera fortfarande från får för genom gör ha ' +
    'hade han har hon hur här i idag ibland in ingen inget inga innan inte istället kan knappt kommer kunna kunde man med mellan men ' +
    'mot mycket många måste mer ni nu någon något några när och också olika om oss på samma samt sedan sig sin sina ' +
    'själva ska skulle som så sådan till tillsammans trots under upp ut utan vad var vara varit varje vi vid vilka vilket vill är år även över ' +
    'about after all also an and any are as at because been before between but by can could each even every for from has have however how ' +
    'if in instead into is its more must no not of often on or other our out over same should since so some still than that the their ' +
    'them there therefore these they this through to together us use was we were what when where which while who will with without would you your'
  ).split(' '),
);

/** Whether a folded word tells what a text is about, as function words do not. */
export const isTelling = (word: string): boolean => !common.has(word);

/* Swedish letters of their own; every other mark above or below a letter is left out. */
const swedish = /[åäö]/;

/** A text's words as they are compared: in lower case, without accents, but with å, ä and ö as they are. */
export const foldedWords = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .normalize('NFC')
    .replace(/\P{ASCII}/gu, (sign) =>
      swedish.test(sign) ? sign : sign.normalize('NFD').replace(/\p{M}/gu, ''),
    )
    .match(/[\p{L}\p{N}]+/gu) ?? [];

/**
 * The words of texts by which they are found, each once, the rarest first: in Swedish and English, the longer a word, the
 * rarer it is. Function words are left out.
 */
export const searchWords = (...texts: readonly string[]): readonly string[] =>
  [...new Set(texts.flatMap(foldedWords))]
    .filter(isTelling)
    .sort((one, other) => other.length - one.length || (one < other ? -1 : 1));

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** The first of some words that fit into so many bytes, as one text. */
export function wordsWithin(words: readonly string[], most: number): string {
  let left = most;
  return words
    .filter((word) => {
      const size = bytesOf(word) + 1;
      if (size > left) return false;
      left -= size;
      return true;
    })
    .join(' ');
}
