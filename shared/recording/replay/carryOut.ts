import type { Act } from '../act.ts';
import type { ReplaySession } from './replaySession.ts';

type Doing = Exclude<Act, { act: 'edit' | 'replaceFlow' }>;

const holds =
  'Breakpoints are left out: what somebody did with what they held is not in a recording, and nobody is here to do it.';

/** Does what somebody did then. Gives back why not, in a sentence. */
export async function carryOut(act: Doing, session: ReplaySession): Promise<string | undefined> {
  switch (act.act) {
    case 'putFault': {
      if (act.fault.kind === 'hold') return holds;
      const answer = await session.command('putFault', { fault: act.fault });
      return answer.ok ? undefined : `The fault "${act.fault.id}" could not be put on: ${answer.problem.message}`;
    }
    case 'mendFault': {
      // One that has ended by itself meanwhile needs no mending.
      await session.command('removeFault', { fault: act.fault });
      return undefined;
    }
    case 'faultEnded':
      return undefined;
    case 'actOnService': {
      const { service, action, replica } = act;
      const which = replica === undefined ? {} : { replica };
      const answer = await session.command('actOnService', { service, action, ...which });
      return answer.ok ? undefined : `"${action}" of ${service} did not go: ${answer.problem.message}`;
    }
    case 'actOnBroker': {
      const { broker, action } = act;
      const answer = await session.command('actOnBroker', { broker, action });
      return answer.ok ? undefined : `"${action}" of ${broker} did not go: ${answer.problem.message}`;
    }
  }
}
