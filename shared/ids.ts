import { z } from 'zod';

/** Names that every object inherits: as ids they would be found in records that do not hold them. */
const inherited = new Set(Object.getOwnPropertyNames(Object.prototype));

export const idPattern = /^[A-Za-z0-9_-]{1,40}$/;

/** An id: 1–40 of `A-Z a-z 0-9 _ -`, chosen by the client, stable. */
export const idSchema = z
  .string()
  .regex(idPattern, 'an id is 1 to 40 letters, digits, "_" or "-"')
  .refine((id) => !inherited.has(id), 'this id is a reserved word of JavaScript; choose another');

/** A fresh id such as `service_k3v9x2`, free in `taken`. */
export function freshId(prefix: string, taken: Readonly<Record<string, unknown>>): string {
  for (;;) {
    const id = `${prefix}_${Math.random().toString(36).slice(2, 8)}`;
    if (!Object.hasOwn(taken, id)) return id;
  }
}
