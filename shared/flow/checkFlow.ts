import type { Problem } from '../problem.ts';
import { checkDrivers } from './checks/drivers.ts';
import { checkLoops } from './checks/loops.ts';
import { checkNestSettings } from './checks/nestSettings.ts';
import { checkPolicies } from './checks/policies.ts';
import { checkProcesses } from './checks/processes.ts';
import { checkRegistries } from './checks/registries.ts';
import { checkServices } from './checks/services.ts';
import { checkSteps } from './checks/steps.ts';
import { checkWires } from './checks/wires.ts';
import type { Flow } from './flow.ts';

/** The checks, each one thing that can be wrong in a drawing that is well-formed. */
const checks = [
  checkServices,
  checkRegistries,
  checkProcesses,
  checkNestSettings,
  checkWires,
  checkPolicies,
  checkSteps,
  checkDrivers,
  checkLoops,
];

/** Everything wrong in a Flow, most basic first. An error means that this part does not run; the rest does. Pure. */
export function checkFlow(flow: Flow): Problem[] {
  return checks.flatMap((check) => check(flow));
}
