import { SimpleGrid } from '@mantine/core';
import { useMemo } from 'react';
import type { FaultTarget } from '#shared/faults/fault.ts';
import type { Service } from '#shared/flow/flow.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { SelectField } from '../ui/SelectField.tsx';
import { FaultList } from './FaultList.tsx';
import { faultsOnTarget } from './onTarget.ts';
import { choosePlace, usePlaces, type Place } from './placeStore.ts';

interface PlacedFaultsProps {
  /** `service:orders`, `wire:payments`, … */
  thing: string;
  /** The thing as a whole. */
  whole: FaultTarget;
  /** More than one of them can be broken one by one. */
  replicas?: number | undefined;
  /** Of a service. */
  service?: { id: string; listeners: Service['listeners'] } | undefined;
}

const noPlace: Place = {};

/** Everything that can be broken on a thing; where it has listeners or replicas, first where. */
export function PlacedFaults({ thing, whole, replicas = 1, service }: PlacedFaultsProps) {
  const flow = useFlowStore((state) => state.flow);
  const faults = useFlowStore((state) => state.faults);
  const chosen = usePlaces(({ of }) => of[thing]) ?? noPlace;
  // What was chosen may be gone since.
  const listener =
    chosen.listener !== undefined && service?.listeners[chosen.listener] !== undefined ? chosen.listener : undefined;
  const replica = chosen.replica !== undefined && chosen.replica < replicas ? chosen.replica : undefined;
  const targetAt = (place: Place): FaultTarget => {
    const base =
      place.listener === undefined || service === undefined ? whole : { listener: `${service.id}.${place.listener}` };
    return place.replica === undefined ? base : { ...base, replica: place.replica };
  };
  const option = (value: string, text: string, place: Place): { value: string; label: string } => {
    const broken = faultsOnTarget(flow, faults, targetAt(place)).length;
    return { value, label: broken === 0 ? text : `${text} · ${broken} broken` };
  };
  const key = JSON.stringify(targetAt({ listener, replica }));
  // The same object as long as it means the same: what lies below is drawn from it.
  const target = useMemo(() => JSON.parse(key) as FaultTarget, [key]);
  const listeners = Object.entries(service?.listeners ?? {});
  return (
    <>
      {(listeners.length > 0 || replicas > 1) && (
        <SimpleGrid cols={listeners.length > 0 && replicas > 1 ? 2 : 1} spacing={8}>
          {listeners.length > 0 && (
            <SelectField
              label="What of it"
              value={listener ?? ''}
              options={[
                option('', 'the whole service', { replica }),
                ...listeners.map(([id, { transport }]) =>
                  option(id, id === transport ? `listener ${id}` : `listener ${id} (${transport})`, {
                    listener: id,
                    replica,
                  }),
                ),
              ]}
              onChange={(id) => choosePlace(thing, { listener: id === '' ? undefined : id, replica })}
            />
          )}
          {replicas > 1 && (
            <SelectField
              label="On which replica"
              value={String(replica ?? '')}
              options={[
                option('', 'all replicas', { listener }),
                ...Array.from({ length: replicas }, (_none, index) =>
                  option(String(index), `replica ${index + 1}`, { listener, replica: index }),
                ),
              ]}
              onChange={(text) => choosePlace(thing, { listener, replica: text === '' ? undefined : Number(text) })}
            />
          )}
        </SimpleGrid>
      )}
      <FaultList target={target} />
    </>
  );
}
