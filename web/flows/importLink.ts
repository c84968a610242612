import { problem, type Problem } from '#shared/problem.ts';
import { packedIn, unpackFlow } from '../share/flowLink.ts';
import { openFlow } from './openFlow.ts';

/** Opens whatever link somebody was given: to an edit or a read-only page of this server, or with the flow inside. Returns why not. */
export async function importLink(text: string): Promise<Problem | undefined> {
  const packed = packedIn(text);
  if (packed !== undefined) {
    const unpacked = unpackFlow(packed);
    return unpacked.ok ? openFlow(unpacked.value) : unpacked.problem;
  }
  const path = pathHere(text.trim());
  if (path === undefined) {
    const message =
      'This is no link to a flow of this server. Paste one that begins with this address, or one with #flow= in it.';
    return problem('badInput', message);
  }
  window.location.assign(path);
  return undefined;
}

/** Links of other servers are opened there: only the reader can know whether they trust that place. */
function pathHere(text: string): string | undefined {
  if (!URL.canParse(text, window.location.origin)) return undefined;
  const url = new URL(text, window.location.origin);
  const isHere = url.origin === window.location.origin;
  return isHere && /^\/[sv]\/[A-Za-z0-9_-]{1,64}$/.test(url.pathname) ? url.pathname : undefined;
}
