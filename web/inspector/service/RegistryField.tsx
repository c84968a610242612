import type { Listener } from '#shared/transports/transport.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { useProblemAt } from '../../problems/useProblems.ts';
import { SelectField } from '../../ui/SelectField.tsx';

type DirectListener = Extract<Listener, { transport: 'tcp' | 'grpc' }>;

interface RegistryFieldProps {
  at: string;
  listener: DirectListener;
  onChange: (changed: DirectListener) => void;
}

const none = '';

/** Where its replicas register; nothing to choose while no registry is drawn. */
export function RegistryField({ at, listener, onChange }: RegistryFieldProps) {
  const registries = useFlowStore((state) => state.flow.registries);
  const problem = useProblemAt(`${at}.registry`);
  const { registry = none, ...rest } = listener;
  if (registries === undefined && registry === none) return null;
  const options = [
    { value: none, label: 'none: one replica per connection' },
    ...Object.entries(registries ?? {}).map(([value, { name }]) => ({ value, label: name })),
  ];
  return (
    <SelectField
      label="Registry"
      value={registry}
      options={options}
      problem={problem}
      onChange={(chosen) => onChange(chosen === none ? rest : { ...rest, registry: chosen })}
    />
  );
}
