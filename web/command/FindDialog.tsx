import { Modal } from '@mantine/core';
import { useMemo } from 'react';
import { useFlowStore } from '../flow/flowStore.ts';
import { TypeAhead } from '../ui/TypeAhead.tsx';
import { openDialog } from './commandStore.ts';
import classes from './Dialogs.module.css';
import { findsIn, type Find } from './finds.ts';

/** Ctrl K: find any box, handler or wire, do anything, open any example. */
export function FindDialog() {
  const flow = useFlowStore((state) => state.flow);
  const items = useMemo(() => findsIn(flow), [flow]);
  const close = (): void => openDialog(undefined);
  return (
    <Modal
      opened
      onClose={close}
      withCloseButton={false}
      padding={0}
      size={540}
      yOffset="12vh"
      transitionProps={{ duration: 0 }}
      attributes={{ content: { 'aria-label': 'Find or do anything' } }}
      classNames={{ content: classes.find ?? '' }}
    >
      <TypeAhead<Find>
        label="Find or do anything"
        placeholder="Find a box, a handler, a wire, or something to do"
        items={items}
        nothing="Nothing is called that. Try a part of its name, or what you want to do."
        onPick={(item) => {
          close();
          item.run();
        }}
        onClose={close}
      />
    </Modal>
  );
}
