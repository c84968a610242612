import type { ProcessFault } from '#shared/faults/fault.ts';

/** A live wire, as far as an end of it can end. */
interface Ending {
  from: string;
  to: string | undefined;
  blame: (fault: ProcessFault, end: { caller: number } | { peer: number }) => void;
  cut: (replica: number) => void;
}

/** A process fault is about to end this replica: what it was asked ends with it, and its clients do. */
export function endsOnWires(
  fault: ProcessFault,
  { service, replica }: { service: string; replica: number },
  wires: Iterable<Ending>,
): void {
  for (const wire of wires) {
    if (wire.to === service) wire.blame(fault, { peer: replica });
    if (wire.from !== service) continue;
    wire.blame(fault, { caller: replica });
    wire.cut(replica);
  }
}
