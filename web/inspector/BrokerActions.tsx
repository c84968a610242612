import { useMemo } from 'react';
import { command } from '../connection/connection.ts';
import { useFaultSwitch } from '../faults/useFaultSwitch.ts';
import { UpAndDown } from './UpAndDown.tsx';

/** Kill, pause and restart. A pause is the fault of that name, so that it is mended with all the others. */
export function BrokerActions({ id, isDown }: { id: string; isDown: boolean }) {
  const target = useMemo(() => ({ broker: id }), [id]);
  const pause = useFaultSwitch(target, 'pause');
  return <UpAndDown isDown={isDown} pause={pause} act={(action) => command('actOnBroker', { broker: id, action })} />;
}
