import { expect, test } from 'vitest';
import { runnerStatusSchema } from './status.ts';

test('what is wrong with something that runs says how bad it is: an error, unless it says so itself', () => {
  const taken = { code: 'listenFailed' as const, message: 'Port 4000 is taken. Choose another.' };
  const service = { state: 'down' as const, listeners: {}, replicas: [] };
  const status = {
    services: {
      a: { ...service, problems: [taken, { ...taken, severity: 'warning' as const }] },
    },
    wires: { w: { state: 'closed' as const, problem: taken } },
    drivers: {},
  };
  const error = { ...taken, severity: 'error' };
  expect(runnerStatusSchema.parse(status)).toEqual({
    services: { a: { ...service, problems: [error, { ...taken, severity: 'warning' }] } },
    wires: { w: { state: 'closed', problem: error } },
    drivers: {},
  });
});
