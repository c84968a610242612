import type { ProcessFault } from '#shared/faults/fault.ts';

/** A live wire, as far as an end of it can end. */
interface Ending {
  from: string;
  to: string | undefined;
  blame: (fault: ProcessFault, end: { caller: number } | { peer: number }) => void;
  cut: (replica: number) => void;
}

interface Ended {
  service: string;
  replica: number;
}

/** A process fault is about to end this replica: what it was asked ends with it, and what it asks. */
export function endsOnWires(fault: ProcessFault, { service, replica }: Ended, wires: Iterable<Ending>): void {
  for (const wire of wires) {
    if (wire.to === service) wire.blame(fault, { peer: replica });
    if (wire.from === service) wire.blame(fault, { caller: replica });
  }
}

/** A replica has ended, and its clients end with it. */
export function cutWiresOf({ service, replica }: Ended, wires: Iterable<Ending>): void {
  for (const wire of wires) if (wire.from === service) wire.cut(replica);
}
