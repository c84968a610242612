import type { Problem } from '../../problem.ts';
import type { Flow } from '../flow.ts';
import { maxOwnProcesses, servicesDrawnApart } from '../processes.ts';
import { warning } from './finding.ts';

/** More services with a process of their own than there may be: those beyond run all the same, but with the others. */
export function checkProcesses(flow: Flow): Problem[] {
  return servicesDrawnApart(flow)
    .slice(maxOwnProcesses)
    .map((id) => {
      const message =
        `At most ${maxOwnProcesses} services of a flow have a process of their own; "${flow.services[id]?.name ?? id}" runs with the others. ` +
        'Switch it off here, or at one of them.';
      return warning('tooMany', message, `services.${id}.process`);
    });
}
