import type { Wire } from '#shared/flow/flow.ts';
import { directListener, own } from '#shared/flow/lookup.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { SelectField } from '../../ui/SelectField.tsx';
import { change } from '../change.ts';

const choices = [
  { value: 'trusted', label: 'trusts the certificate of the service' },
  { value: 'untrusted', label: 'does not trust it: the handshake fails' },
  { value: 'none', label: 'speaks without TLS: is not understood' },
] as const;

/** How the client of a wire does TLS; nothing to choose where the service has none. */
export function WireTls({ id, wire }: { id: string; wire: Wire }) {
  const service = useFlowStore(({ flow }) => own(flow.services, wire.to));
  const direct = service === undefined ? undefined : directListener(service);
  const listener = direct === undefined ? undefined : own(service?.listeners ?? {}, direct.id);
  if (listener?.transport !== 'tcp' || listener.tls !== true) return null;
  const set = (value: (typeof choices)[number]['value']): void => {
    change({ edit: 'set', part: 'wires', id, field: 'tls', ...(value === 'trusted' ? {} : { value }) });
  };
  return <SelectField label="TLS" value={wire.tls ?? 'trusted'} options={choices} problem={undefined} onChange={set} />;
}
