import type { Flow } from '#shared/flow/flow.ts';
import type { RunnerStatus, ServiceState, WireStatus } from '#shared/status.ts';

/** The status of parts of a flow all of which are in one state, because there is no process that could tell. */
export function expectedStatus(
  { services, wires, drivers }: Pick<Flow, 'services' | 'wires' | 'drivers'>,
  service: ServiceState,
  wire: WireStatus['state'],
): RunnerStatus {
  const each = <T>(record: Readonly<Record<string, unknown>>, value: T): Record<string, T> =>
    Object.fromEntries(Object.keys(record).map((id) => [id, value]));
  return {
    services: each(services, { state: service, listeners: {}, replicas: [], problems: [] }),
    wires: each(wires, { state: wire }),
    drivers: each(drivers, { perSecond: 0, running: false }),
  };
}
