import { ActionIcon } from '@mantine/core';
import { IconCircle, IconCircleFilled } from '@tabler/icons-react';
import type { FaultTarget } from '#shared/faults/fault.ts';
import { useIsReadOnly } from '../flow/accessStore.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import classes from './HeldPanel.module.css';
import { breakpointsOn, canBreak, toggleBreakpoint } from './breakpoint.ts';

/** The red dot of a wire or a handler: messages stop there while it is on. Nothing where they cannot. */
export function BreakpointToggle({ target }: { target: FaultTarget }) {
  const isReadOnly = useIsReadOnly();
  const canBe = useFlowStore(({ flow }) => canBreak(flow, target));
  const isOn = useFlowStore(({ flow, faults }) => breakpointsOn(flow, faults, target).length > 0);
  if (!canBe || (isReadOnly && !isOn)) return null;
  const Dot = isOn ? IconCircleFilled : IconCircle;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label="Breakpoint"
      aria-pressed={isOn}
      title={isOn ? 'Remove the breakpoint (F9)' : 'Stop messages here (F9)'}
      disabled={isReadOnly}
      onClick={() => void toggleBreakpoint(target)}
    >
      <Dot size={16} aria-hidden {...(isOn ? { className: classes.dot } : {})} />
    </ActionIcon>
  );
}
