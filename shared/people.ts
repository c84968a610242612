import { z } from 'zod';
import { idSchema } from './ids.ts';

/**
 * Who else looks at a session. None of it is part of the flow, an event or a file: it is gone with the page that it is about.
 *
 *   page ── here (name, selection: whenever it changes) ──▶ server ── people (everybody) ──▶ pages
 *        ── pointer (at most 20 a second, may get lost)  ──▶        ── pointers (so, too)   ──▶
 */

/** How often pointers are told, at most. */
export const pointersPerSecond = 20;
/** So many people are shown; the others are counted. */
export const shownPeople = 32;
/** As many colours as the page can tell apart. */
export const peopleColours = 8;
const shownSelection = 50;

/** What is invisible, turns text around or breaks lines has no place in a name. */
const unfit = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** Of 1 to 32 characters, on one line. It is text, never HTML. */
export const personNameSchema = z
  .string()
  .max(200)
  .transform((text) => Array.from(text.replaceAll(unfit, '').trim()).slice(0, 32).join('').trim())
  .pipe(z.string().min(1, 'a name has at least one letter'));

export const selectedSchema = z.strictObject({
  kind: z.enum(['service', 'broker', 'wire', 'driver', 'external', 'note', 'group', 'registry', 'handler']),
  id: idSchema,
  /** Of a handler: whose. */
  service: idSchema.optional(),
});
export type Selected = z.infer<typeof selectedSchema>;

/** What a page says of the person in front of it. */
export const hereSchema = z.strictObject({
  /** Drawn by the page when it is loaded: one that comes back before its old connection is given up takes its own place. */
  page: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/, 'a page is named by 8 to 64 letters, digits, "_" or "-"'),
  name: personNameSchema,
  /** The one it would like: it gets it unless somebody has it. */
  colour: z
    .number()
    .int()
    .min(0)
    .max(peopleColours - 1)
    .optional(),
  selection: z.array(selectedSchema).max(shownSelection),
  /** Whether something that is selected is being typed into. */
  isEditing: z.boolean(),
});
export type Here = z.infer<typeof hereSchema>;

const coordinate = z.number().min(-1e6).max(1e6);
/** In the drawing's pixels; null when the pointer is somewhere else. */
export const pointerSchema = z.strictObject({ x: coordinate, y: coordinate }).nullable();
export type Pointer = z.infer<typeof pointerSchema>;

/** One page that looks at a session, as the others are told. */
export interface Person {
  /** The id of its socket: what `by` of an edit says. */
  id: string;
  name: string;
  /** From 0 to `peopleColours` - 1; two people have the same one only when all are taken. */
  colour: number;
  /** Came by the read-only link. */
  isViewer: boolean;
  selection: Selected[];
  isEditing: boolean;
}

export interface People {
  /** In the order in which they came, `shownPeople` at most. */
  people: Person[];
  /** How many there are besides. */
  more: number;
}

/** Those that moved since the last time. */
export type MovedPointers = { id: string; at: Pointer }[];

/** As many of a selection as are told. */
export const toldSelection = (selection: readonly Selected[]): Selected[] => selection.slice(0, shownSelection);
