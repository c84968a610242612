import type { Edit } from '#shared/flow/edits.ts';
import type { Wire } from '#shared/flow/flow.ts';

const fields = ['to', 'queue', 'persistent'] as const;

/** The edits that lead a wire to where the other one leads, with what that one tells a RabbitMQ. */
export function leadWire(id: string, from: Wire, to: Wire): Edit[] {
  return fields.flatMap((field): Edit[] => {
    const value = to[field];
    if (value === from[field]) return [];
    return [{ edit: 'set', part: 'wires', id, field, ...(value === undefined ? {} : { value }) }];
  });
}
