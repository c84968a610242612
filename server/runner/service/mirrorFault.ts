import type { LinkFault } from '#shared/faults/fault.ts';

/**
 * Behind a broker the service is the one that connects, so requests come in on what is the reply leg of the connection:
 *
 *   application ──▶ link ──▶ broker        a request travels ◀──, its reply ──▶
 *
 * The same fault always gives the same mirrored one, as a link tells faults apart by identity.
 */
const mirrored = new WeakMap<LinkFault, LinkFault>();

/** The fault as a link to a broker has to act. */
export function mirrorFault(fault: LinkFault): LinkFault {
  if (fault.leg === 'both') return fault;
  const known = mirrored.get(fault);
  if (known !== undefined) return known;
  const turned: LinkFault = { ...fault, leg: fault.leg === 'request' ? 'reply' : 'request' };
  mirrored.set(fault, turned);
  mirrored.set(turned, fault);
  return turned;
}
