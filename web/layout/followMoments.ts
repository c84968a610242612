import { command } from '../connection/connection.ts';
import { readMomentHash } from '../time/momentLink.ts';
import { openTime } from '../time/openTime.ts';
import { newestLogged } from '../trace/eventLog.ts';
import { followHash } from './followHash.ts';

/** Of this computer and the server's, at most. */
const clocksDifferUs = 3600 * 1_000_000;

/** Looks back to the moment that the address asks for, as soon as the events until then are here. Returns what ends it. */
export const startFollowingMoments = (): (() => void) =>
  followHash({
    read: readMomentHash,
    isKept,
    show,
    gone: 'The moment that this link shows is not kept any more: only the newest events are.',
  });

async function isKept(atUs: number): Promise<boolean | undefined> {
  const answer = await command('readEvents', { after: 0, limit: 1 });
  if (!answer.ok) return undefined;
  const [first] = answer.events;
  return first !== undefined && first.atUs <= atUs && atUs <= Date.now() * 1000 + clocksDifferUs;
}

/** What is newer than the moment may be here though what led to it is gone. */
function show(atUs: number, isSaidToBeKept: boolean): boolean {
  const newest = newestLogged();
  if (!isSaidToBeKept || newest === undefined || newest.atUs < atUs) return false;
  void openTime(atUs);
  return true;
}
