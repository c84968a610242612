import { z } from 'zod';

/** The links that were opened in this browser, newest first: nobody else can list them, the server included. */

const key = 'patchbay-flows';
const most = 200;
const listSchema = z.array(z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)).catch([]);

export function knownFlows(): string[] {
  try {
    return listSchema.parse(JSON.parse(localStorage.getItem(key) ?? '[]'));
  } catch {
    // No storage, or something that is not ours: then none is known.
    return [];
  }
}

/** Puts a link first in the list; `instead` is one that opens nothing any more. */
export function rememberFlow(secret: string, instead?: string): void {
  keep([secret, ...knownFlows().filter((one) => one !== secret && one !== instead)]);
}

export function forgetFlow(secret: string): void {
  keep(knownFlows().filter((one) => one !== secret));
}

function keep(list: string[]): void {
  try {
    localStorage.setItem(key, JSON.stringify(list.slice(0, most)));
  } catch {
    // Without storage there is no list; the address still opens the flow.
  }
}
