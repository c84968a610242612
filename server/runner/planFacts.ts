import type { Wire } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import type { Plan } from '#shared/ipc.ts';

/** A wire has one client per replica of the service it starts at. */
export const callers = ({ from }: Wire, { flow }: Pick<Plan, 'flow'>): number =>
  own(flow.services, from)?.replicas ?? 0;

/** Seeds whatever is random in the services and wires of a session. */
export const seedOf = ({ session, seed = session }: Plan): string => seed;
