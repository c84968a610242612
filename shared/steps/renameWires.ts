import type { Step } from './step.ts';

/** The same steps, asking other wires: `ids` maps old wire ids to new ones; wires that are not in it stay. */
export function renameWires(steps: readonly Step[], ids: ReadonlyMap<string, string>): Step[] {
  return steps.map((step): Step => {
    switch (step.do) {
      case 'send':
      case 'emit':
        return { ...step, wire: ids.get(step.wire) ?? step.wire };
      case 'when':
        return {
          ...step,
          then: renameWires(step.then, ids),
          ...(step.else === undefined ? {} : { else: renameWires(step.else, ids) }),
        };
      case 'parallel':
        return { ...step, branches: step.branches.map((branch) => renameWires(branch, ids)) };
      case 'attempt':
        return {
          ...step,
          steps: renameWires(step.steps, ids),
          ...(step.catch === undefined ? {} : { catch: renameWires(step.catch, ids) }),
          ...(step.finally === undefined ? {} : { finally: renameWires(step.finally, ids) }),
        };
      case 'reply':
      case 'delay':
      case 'throw':
      case 'set':
      case 'get':
      case 'stream':
      case 'log':
        return step;
    }
  });
}
