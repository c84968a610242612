import { Button } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { useMemo } from 'react';
import { own } from '#shared/flow/lookup.ts';
import { useIsReadOnly } from '../../flow/accessStore.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { change } from '../change.ts';
import { firstUses, isUsed } from './firstUse.ts';
import classes from './UnusedWire.module.css';

/** That nothing goes over a wire yet, and what a click makes go over it. */
export function UnusedWire({ id }: { id: string }) {
  const flow = useFlowStore((state) => state.flow);
  const isReadOnly = useIsReadOnly();
  const uses = useMemo(() => (isUsed(flow, id) ? undefined : firstUses(flow, id)), [flow, id]);
  if (uses === undefined || isReadOnly) return null;
  const owner = own(flow.services, own(flow.wires, id)?.from ?? '')?.name ?? 'its service';
  return (
    <section className={classes.frame} aria-label="Not in use yet">
      <p className={classes.says}>
        No handler of {owner} sends over this wire yet.{' '}
        {uses.length === 0 ? 'Add a Send or Emit step to one, or try the wire under Send.' : 'One click:'}
      </p>
      {uses.map(({ handler, words, edits }) => (
        <Button
          key={handler}
          size="xs"
          variant="light"
          justify="flex-start"
          leftSection={<IconArrowsExchange size={15} aria-hidden />}
          title={words}
          onClick={() => change(...edits)}
        >
          <span className={classes.words}>{words}</span>
        </Button>
      ))}
    </section>
  );
}
