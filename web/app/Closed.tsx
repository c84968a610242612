import { Button } from '@mantine/core';
import { useState } from 'react';
import { useFlowStore } from '../flow/flowStore.ts';
import { openFlow } from '../flows/openFlow.ts';
import { Opening } from './Opening.tsx';

/** The playground has ended while it was looked at. What was drawn last and not accepted is not lost with it. */
export function Closed({ reason }: { reason: string }) {
  const [problem, setProblem] = useState<string>();
  const openCount = useFlowStore(({ pending }) => pending.length);
  const keep = async (): Promise<void> => {
    const { flow } = useFlowStore.getState();
    useFlowStore.setState({ pending: [] });
    const refusal = await openFlow(flow);
    setProblem(refusal?.message);
  };
  if (openCount === 0) return <Opening problem={reason} />;
  const lost = openCount === 1 ? 'Your last change was' : `Your last ${openCount} changes were`;
  return (
    <Opening problem={problem ?? `${reason} ${lost} not saved.`}>
      <Button onClick={() => void keep()}>Keep what I have drawn, as a flow of my own</Button>
    </Opening>
  );
}
