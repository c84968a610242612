import { create } from 'zustand';

export interface Notice {
  id: number;
  tone: 'info' | 'good' | 'bad';
  text: string;
}

interface Notices {
  notices: Notice[];
  /** Says something to the person at the page; it goes away by itself, or by `dismiss`. */
  say: (tone: Notice['tone'], text: string) => void;
  dismiss: (id: number) => void;
}

let nextId = 1;
const keep = 4;

/** Small messages at the edge of the screen. */
export const useNotices = create<Notices>((set) => ({
  notices: [],
  say: (tone, text) =>
    set(({ notices }) => {
      const others = notices.filter((notice) => notice.text !== text);
      nextId += 1;
      return { notices: [...others, { id: nextId, tone, text }].slice(-keep) };
    }),
  dismiss: (id) => set(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) })),
}));
