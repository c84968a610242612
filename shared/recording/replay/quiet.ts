import type { Flow } from '../../flow/flow.ts';

/** Whatever a driver sent by itself is among what is sent again. */
export function quiet(flow: Flow): Flow {
  const drivers = Object.entries(flow.drivers).map(([id, driver]) => [id, { ...driver, perSecond: 0 }]);
  return { ...flow, drivers: Object.fromEntries(drivers) };
}
