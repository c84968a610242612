import { create } from 'zustand';
import type { MovedPointers, People, Person } from '#shared/people.ts';
import type { Position } from '#shared/flow/flow.ts';

/** Who else is in the session. Gone with the connection: who is there now is told anew when it is back. */
interface PeopleState {
  /** The id of this page's own connection. */
  you: string | undefined;
  me: Person | undefined;
  others: readonly Person[];
  /** So many more than can be shown. */
  more: number;
}

const nobody: PeopleState = { you: undefined, me: undefined, others: [], more: 0 };

export const usePeople = create<PeopleState>(() => nobody);

/** Where the others point, in the drawing's pixels. Changes up to 20 times a second: nothing is drawn by React from it. */
export const usePointers = create<{ at: ReadonlyMap<string, Position> }>(() => ({ at: new Map() }));

export function takePeople({ people, more }: People, you: string | undefined): void {
  const others = people.filter(({ id }) => id !== you);
  usePeople.setState({ you, me: people.find(({ id }) => id === you), others, more });
  const { at } = usePointers.getState();
  const left = new Map([...at].filter(([id]) => others.some((one) => one.id === id)));
  if (left.size < at.size) usePointers.setState({ at: left });
}

export function takePointers(moved: MovedPointers, you: string | undefined): void {
  const at = new Map(usePointers.getState().at);
  for (const one of moved) {
    if (one.id === you) continue;
    if (one.at === null) at.delete(one.id);
    else at.set(one.id, one.at);
  }
  usePointers.setState({ at });
}

export function forgetPeople(): void {
  usePeople.setState(nobody);
  usePointers.setState({ at: new Map() });
}

/** What to call whoever made an edit: by the id of their connection. */
export function nameOf(by: string | undefined): string {
  return usePeople.getState().others.find(({ id }) => id === by)?.name ?? 'Somebody else';
}
