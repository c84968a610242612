import { Button } from '@mantine/core';
import { IconArrowsDiff } from '@tabler/icons-react';
import { useCompare } from './compareStore.ts';

/** Keeps this trace at hand, so that the next one that is chosen is compared with it. */
export function CompareButton({ traceId, isComparing }: { traceId: string; isComparing: boolean }) {
  const compareWith = useCompare((state) => state.compareWith);
  return (
    <Button
      size="compact-xs"
      variant={isComparing ? 'light' : 'default'}
      leftSection={<IconArrowsDiff size={13} />}
      aria-pressed={isComparing}
      onClick={() => compareWith(isComparing ? undefined : traceId)}
    >
      Compare
    </Button>
  );
}
