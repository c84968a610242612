import { useEffect, useRef, useState } from 'react';
import { useNotices } from './notices.ts';

export interface DraftOptions {
  value: string;
  /** What is wrong with a text, in words for the person who types it. */
  validate?: ((text: string) => string | undefined) | undefined;
  /** Takes the text over; gives back why not, when it is refused. */
  onCommit: (text: string) => string | undefined | void;
}

export interface Draft {
  text: string;
  error: string | undefined;
  setText: (text: string) => void;
  commit: () => void;
  revert: () => void;
}

/**
 * A text being typed. It is handed over on blur or Enter, so that one gesture is one undo step; a text that is wrong
 * stays as typed, with its error, and what the rest of the page holds stays as it was.
 */
export function useDraft({ value, validate, onCommit }: DraftOptions): Draft {
  const [draft, setDraft] = useState<string>();
  const [refusal, setRefusal] = useState<string>();
  const commit = (): void => {
    if (draft === undefined) return;
    if (draft === value) {
      setDraft(undefined);
      setRefusal(undefined);
      return;
    }
    const wrong = validate?.(draft) ?? onCommit(draft) ?? undefined;
    setRefusal(wrong);
    if (wrong === undefined) setDraft(undefined);
  };
  // What one's own commit makes of the value comes together with the end of the draft.
  const before = useRef(value);
  useEffect(() => {
    if (before.current !== value && draft !== undefined && draft !== value) {
      useNotices.getState().say('info', changedMeanwhile(value));
    }
    before.current = value;
  }, [value, draft]);
  // A field that goes away with its panel gets no blur event: what was typed must not be lost then.
  const commitLatest = useRef(commit);
  useEffect(() => {
    commitLatest.current = commit;
  });
  useEffect(() => () => commitLatest.current(), []);
  return {
    text: draft ?? value,
    error: refusal,
    setText: (text) => {
      setDraft(text);
      // An error shown once goes as soon as it is mended, without waiting for the next blur.
      if (refusal !== undefined) setRefusal(validate?.(text));
    },
    commit,
    revert: () => {
      setDraft(undefined);
      setRefusal(undefined);
    },
  };
}

const changedMeanwhile = (value: string): string => {
  const shown = value.length > 60 ? `${value.slice(0, 60)}…` : value;
  return `This was changed to “${shown}” while you typed. Enter keeps yours, Escape takes that.`;
};
