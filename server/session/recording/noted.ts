import type { FaultChange } from '../sessionFaults.ts';
import type { Recorder } from './recorder.ts';

/** Who breaks and mends acts; what ends by itself will do so again when it is replayed. Gives back what it has noted. */
export function noted(recorder: Recorder, event: FaultChange): FaultChange {
  const { state, fault, atUs } = event;
  if (fault === undefined) return event;
  if (state === 'on' || state === 'changed') recorder.note({ act: 'putFault', fault }, atUs);
  else if (state === 'mended') recorder.note({ act: 'mendFault', fault: fault.id }, atUs);
  else recorder.note({ act: 'faultEnded', fault: fault.id }, atUs);
  return event;
}
