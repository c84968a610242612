import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { HopView } from '../trace/hopView.ts';

const MessageBytes = lazy(() => import('./MessageBytes.tsx').then((file) => ({ default: file.MessageBytes })));

/** What crossed the sockets, when somebody wants to see it. */
export function BytesPart({ hop }: { hop: HopView }) {
  const [isOpen, setOpen] = useState(false);
  if (!isOpen) {
    return (
      <Button size="compact-xs" variant="default" style={{ alignSelf: 'flex-start' }} onClick={() => setOpen(true)}>
        Show the packet and its bytes
      </Button>
    );
  }
  return (
    <Suspense>
      <MessageBytes hop={hop} />
    </Suspense>
  );
}
