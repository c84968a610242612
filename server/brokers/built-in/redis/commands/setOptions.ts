import { syntaxError } from '../commandError.ts';
import type { Arguments } from './arguments.ts';
import { readExpiry } from './expiry.ts';

export interface SetOptions {
  readonly onlyIf?: 'missing' | 'present';
  readonly answerBefore?: boolean;
  readonly keepExpiry?: boolean;
  /** Unix time in ms. */
  readonly expiresAt?: number;
}

type ExpiryWord = 'ex' | 'px' | 'exat' | 'pxat';

/** SET key value [NX | XX] [GET] [EX s | PX ms | EXAT s | PXAT ms | KEEPTTL], in any order. */
export function readSetOptions(args: Arguments, nowMs: number): SetOptions {
  let onlyIf: SetOptions['onlyIf'];
  let answerBefore = false;
  let keepExpiry = false;
  let expiry: { word: ExpiryWord; at: number } | undefined;
  for (let at = 2; at < args.count; at += 1) {
    const word = args.word(at);
    if (word === 'nx' && onlyIf !== 'present') onlyIf = 'missing';
    else if (word === 'xx' && onlyIf !== 'missing') onlyIf = 'present';
    else if (word === 'get') answerBefore = true;
    else if (word === 'keepttl' && expiry === undefined) keepExpiry = true;
    else if (isExpiryWord(word) && !keepExpiry && expiry === undefined && at + 1 < args.count) {
      at += 1;
      expiry = { word, at };
    } else throw syntaxError();
  }
  return {
    answerBefore,
    keepExpiry,
    ...(onlyIf === undefined ? {} : { onlyIf }),
    ...(expiry === undefined ? {} : { expiresAt: readSetExpiry(args, expiry, nowMs) }),
  };
}

function isExpiryWord(word: string): word is ExpiryWord {
  return word === 'ex' || word === 'px' || word === 'exat' || word === 'pxat';
}

function readSetExpiry(args: Arguments, expiry: { word: ExpiryWord; at: number }, nowMs: number): number {
  const seconds = expiry.word === 'ex' || expiry.word === 'exat';
  const relative = expiry.word === 'ex' || expiry.word === 'px';
  return readExpiry(args.integer(expiry.at), {
    unitMs: seconds ? 1000n : 1n,
    baseMs: relative ? nowMs : 0,
    command: 'set',
    mustBePositive: true,
  });
}
