import { z } from 'zod';
import { create } from 'zustand';
import { peopleColours, personNameSchema } from '#shared/people.ts';
import { madeUpName } from './madeUpName.ts';

/** Who sits in front of this browser. Others see it; it is remembered here and nowhere else. */
interface Me {
  name: string;
  /** The colour of the last time, kept when nobody else has it. */
  colour: number | undefined;
}

const key = 'patchbay-me';
const savedSchema = z.object({
  name: personNameSchema,
  colour: z
    .number()
    .int()
    .min(0)
    .max(peopleColours - 1)
    .optional()
    .catch(undefined),
});

/** Names this page for the server, as long as it is not loaded anew. */
export const pageName = crypto.getRandomValues(new Uint32Array(4)).join('-');

export const useMe = create<Me>(read);

function read(): Me {
  try {
    const { name, colour } = savedSchema.parse(JSON.parse(localStorage.getItem(key) ?? ''));
    return { name, colour };
  } catch {
    // Nobody known: the first time, no storage, or something that is not ours.
    const me = { name: madeUpName(), colour: undefined };
    save(me);
    return me;
  }
}

/** Gives back why not. */
export function changeMyName(text: string): string | undefined {
  const name = personNameSchema.safeParse(text);
  if (!name.success) return 'Give yourself a name of at least one letter.';
  useMe.setState({ name: name.data });
  save(useMe.getState());
  return undefined;
}

export function keepMyColour(colour: number): void {
  if (useMe.getState().colour === colour) return;
  useMe.setState({ colour });
  save(useMe.getState());
}

function save(me: Me): void {
  try {
    localStorage.setItem(key, JSON.stringify(me));
  } catch {
    // Without storage the name lasts as long as the page.
  }
}
