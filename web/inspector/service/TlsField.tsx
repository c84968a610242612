import type { Listener } from '#shared/transports/transport.ts';
import { SelectField } from '../../ui/SelectField.tsx';

type TcpListener = Extract<Listener, { transport: 'tcp' }>;

const choices = [
  { value: 'off', label: 'off' },
  { value: 'on', label: 'on (tlsOptions)' },
] as const;

/** Whether its connections are encrypted. Wires to it follow by themselves: they trust its certificate. */
export function TlsField({ listener, onChange }: { listener: TcpListener; onChange: (changed: TcpListener) => void }) {
  const { tls, ...rest } = listener;
  return (
    <SelectField
      label="TLS"
      value={tls === true ? 'on' : 'off'}
      options={choices}
      problem={undefined}
      onChange={(chosen) => onChange(chosen === 'on' ? { ...rest, tls: true } : rest)}
    />
  );
}
