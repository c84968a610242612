import { isLinkFault, isMessageFault, isProcessFault, type Fault } from '#shared/faults/fault.ts';
import { targetName } from '../../chaos/targetName.ts';
import { lookOf } from '../../faults/faultBadge.ts';
import type { HopView } from '../hopView.ts';
import type { Story } from './story.ts';

/** What went wrong, as far as it matters for which faults can be to blame. */
export type Harm = 'error' | 'time' | 'connection' | 'pattern';

const failingKinds: ReadonlySet<string> = new Set(['throw_rpc', 'throw_error', 'wrong_payload']);
/** They take no time. */
const quickKinds: ReadonlySet<string> = new Set([...failingKinds, 'duplicate_reply']);

function explains({ kind, ...fault }: Fault, harm: Harm): boolean {
  switch (harm) {
    case 'error':
      return failingKinds.has(kind);
    case 'time':
      return !quickKinds.has(kind);
    case 'connection':
      return isLinkFault({ kind, ...fault } as Fault) || isProcessFault({ kind, ...fault } as Fault);
    case 'pattern':
      return isMessageFault({ kind, ...fault } as Fault) || kind === 'corrupt';
  }
}

/**
 * ` because of your latency fault`, or nothing. A message carries the faults of what caused it, too: to blame is only what
 * acted on the message itself.
 *
 * @param subject what the sentence speaks of already, so that the fault's target need not be named again
 */
export function because(story: Story, hop: HopView, { harm, subject }: { harm: Harm; subject: string }): string {
  const inherited = new Set(hop.events[0]?.faults);
  const ids = new Set(
    hop.events.flatMap(({ type, faults = [] }) =>
      type === 'injected' ? faults : faults.filter((id) => !inherited.has(id)),
    ),
  );
  const names = [...ids].flatMap((id) => {
    const fault = story.faults.find((one) => one.id === id);
    if (fault === undefined) return [`the fault “${id}”, which has ended`];
    return explains(fault, harm) ? [faultName(story, fault, subject)] : [];
  });
  return names.length === 0 ? '' : ` because of ${names.slice(0, 2).join(' and ')}`;
}

/** `your latency fault`, `your “throw RpcException” fault on payments { cmd: 'charge' }` */
function faultName({ flow }: Story, fault: Fault, subject: string): string {
  const label = lookOf(fault.kind).label;
  const word = label.charAt(0).toLowerCase() + label.slice(1);
  const target = targetName(flow, fault);
  return `your ${word.includes(' ') ? `“${word}”` : word} fault${target === subject ? '' : ` on ${target}`}`;
}
