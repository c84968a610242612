import { create } from 'zustand';

/** Where on a thing one breaks something. */
export interface Place {
  /** Of a service; undefined: the whole thing. */
  listener?: string | undefined;
  /** undefined: all of them. */
  replica?: number | undefined;
}

/** What was chosen last on each thing (`service:orders`), as long as the page is open. */
export const usePlaces = create<{ of: Readonly<Record<string, Place>> }>(() => ({ of: {} }));

export const choosePlace = (thing: string, place: Place): void =>
  usePlaces.setState(({ of }) => ({ of: { ...of, [thing]: place } }));
