import { setTimeout as delay } from 'node:timers/promises';

const everyMs = 50;
/** Wide: it only ends what hangs. */
const mostMs = 45_000;

/** Asks again and again until it holds. For concurrent tests, whose `expect.poll` does not know to which of them it belongs. */
export async function waitUntil(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const begun = Date.now(); Date.now() - begun < mostMs; await delay(everyMs)) if (await holds()) return;
  throw new Error(`"${what}" did not come true within ${mostMs / 1000} s.`);
}
