import type { Problem } from '../../problem.ts';
import type { Flow } from '../flow.ts';
import { own } from '../lookup.ts';
import { error, warning } from './finding.ts';

/** Listeners that name a registry which is not there, and registries that throw out whoever lives. */
export function checkRegistries(flow: Flow): Problem[] {
  const registries = flow.registries ?? {};
  const unknown = Object.entries(flow.services).flatMap(([id, { name, listeners }]) =>
    Object.entries(listeners).flatMap(([listenerId, listener]) => {
      if (!('registry' in listener) || listener.registry === undefined) return [];
      if (own(registries, listener.registry) !== undefined) return [];
      const message = `"${name}" registers with "${listener.registry}", which does not exist: wires reach one of its replicas only. Add that registry or choose another.`;
      return [error('missingRegistry', message, `services.${id}.listeners.${listenerId}.registry`)];
    }),
  );
  const hasty = Object.entries(registries).flatMap(([id, { name, heartbeatMs, timeoutMs }]) => {
    if (timeoutMs > heartbeatMs) return [];
    const message = `Registry "${name}" takes replicas off its list after ${timeoutMs} ms of silence, but they say only every ${heartbeatMs} ms that they live. Give it a timeout of two or three heartbeats.`;
    return [warning('noEffect', message, `registries.${id}.timeoutMs`)];
  });
  return [...unknown, ...hasty];
}
