import type { LinkFault } from '#shared/faults/fault.ts';
import type { Service } from '#shared/flow/flow.ts';
import type { ActiveFaults } from './activeFaults.ts';
import { actsOnListener } from './linkTargets.ts';

/** The link faults on one replica, by the listener that they act on. */
export function linkFaultsByListener(
  active: ActiveFaults,
  { id, service, replica }: { id: string; service: Service; replica: number },
): Record<string, LinkFault[]> {
  return Object.fromEntries(
    Object.entries(service.listeners).map(([listener, settings]) => [
      listener,
      active.onLink((on) => actsOnListener(on, { service: id, replica, listener, settings })),
    ]),
  );
}
