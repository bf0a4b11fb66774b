/* Words that lists are searched by. */

/* Function words, which tell nothing of what a need is about. */
const common = new Set(
  (
    'alla allt att av bara bli blir både de dem den denna deras det detta dig din ditt du där då efter eller en ett ' +
    'finns från får för gör ha han har hon hur här i in inte kan man med men mot mycket mer måste ni nu när och också ' +
    'om oss på sedan sig sin sina ska som så till under upp ut utan vad var vara vi vid vilka vill är år över ' +
    'about all an and are as at be been but by can for from has have how if in into is it its more must no not of on ' +
    'or our out so than that the their them there they this to us use was we what when which who will with you your'
  ).split(' '),
);

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
 * rarer it is. Function words and single letters are left out.
 */
export const searchWords = (...texts: readonly string[]): readonly string[] =>
  [...new Set(texts.flatMap(foldedWords))]
    .filter((word) => word.length > 1 && !common.has(word))
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
