import { useCallback, useEffect, useRef, useState } from 'react';
import { useNotices } from './notices.ts';

export interface DraftOptions {
  value: string;
  /** Enter is a new line then, and Ctrl Enter what hands the text over. */
  multiline?: boolean | undefined;
  /** What is wrong with a text, in words for the person who types it. */
  validate?: ((text: string) => string | undefined) | undefined;
  /** Takes the text over; gives back why not, when it is refused. */
  onCommit: (text: string) => string | undefined | void;
}

export interface Draft {
  text: string;
  error: string | undefined;
  setText: (text: string) => void;
  /** Gives back whether nothing is left to be handed over. */
  commit: () => boolean;
  revert: () => void;
}

/** What is typed, and the value over which it is: that is all its typist knows of. */
interface Typed {
  text: string;
  over: string;
}

/**
 * A text being typed. It is handed over on blur or Enter, so that one gesture is one undo step; a text that is wrong
 * stays as typed, with its error, and what the rest of the page holds stays as it was. A field in which nothing is typed, or the same
 * again, follows what others make of its value, and never takes that back.
 */
export function useDraft({ value, multiline, validate, onCommit }: DraftOptions): Draft {
  const [typed, setTyped] = useState<Typed>();
  const [refusal, setRefusal] = useState<string>();
  // Known before it is drawn: a field that is closed in the same moment must not hand its text over twice.
  const latest = useRef<Typed>(undefined);
  const put = useCallback((now: Typed | undefined): void => {
    latest.current = now;
    setTyped(now);
  }, []);
  const revert = useCallback((): void => {
    put(undefined);
    setRefusal(undefined);
  }, [put]);
  const commit = (): boolean => {
    const draft = latest.current;
    if (draft === undefined) return true;
    const isNew = draft.text !== value && draft.text !== draft.over;
    const wrong = isNew ? (validate?.(draft.text) ?? onCommit(draft.text) ?? undefined) : undefined;
    setRefusal(wrong);
    if (wrong === undefined) put(undefined);
    return wrong === undefined;
  };
  useEffect(() => {
    const draft = latest.current;
    // What one's own commit makes of the value comes together with the end of the draft.
    if (draft === undefined || draft.over === value || draft.text === value) return;
    if (draft.text === draft.over) revert();
    else {
      useNotices.getState().say('info', changedMeanwhile(value, multiline === true));
      put({ text: draft.text, over: value });
    }
  }, [value, multiline, put, revert]);
  // A field that goes away with its panel gets no blur event: what was typed must not be lost then.
  const commitLatest = useRef(commit);
  useEffect(() => {
    commitLatest.current = commit;
  });
  useEffect(() => () => void commitLatest.current(), []);
  return {
    text: typed?.text ?? value,
    error: refusal,
    setText: (text) => {
      put({ text, over: latest.current?.over ?? value });
      // An error shown once goes as soon as it is mended, without waiting for the next blur.
      if (refusal !== undefined) setRefusal(validate?.(text));
    },
    commit,
    revert,
  };
}

const changedMeanwhile = (value: string, isMultiline: boolean): string => {
  const shown = value.length > 60 ? `${value.slice(0, 60)}…` : value;
  const enter = isMultiline ? 'Ctrl Enter' : 'Enter';
  return `This was changed to “${shown}” while you typed. ${enter} keeps yours, Escape takes that.`;
};
