import { Badge, Button, Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import { diffFlows } from '#shared/flow/diffFlows.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { sketchOf } from '#shared/flow/sketch.ts';
import type { Problem } from '#shared/problem.ts';
import type { VersionSummary } from '#shared/protocol.ts';
import { openDialog } from '../command/commandStore.ts';
import { command } from '../connection/connection.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { useNotices } from '../ui/notices.ts';
import { ProblemNote } from '../ui/ProblemNote.tsx';
import classes from './Flows.module.css';
import { Thumbnail } from './Thumbnail.tsx';
import { whenText } from './whenText.ts';

/** How many versions are shown with a picture each. */
const most = 30;

/** The moments of this flow that one can go back to. Going back is a change like any other, so Undo takes it back. */
export function HistoryDialog() {
  const [versions, setVersions] = useState<VersionSummary[]>();
  const [problem, setProblem] = useState<Problem>();
  useEffect(() => {
    void command('readHistory', {}).then((answer) => {
      if (answer.ok) setVersions(answer.versions);
      else setProblem(answer.problem);
    });
  }, []);
  return (
    <Modal
      opened
      onClose={() => openDialog(undefined)}
      title="History of this flow"
      size={620}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {problem !== undefined && <ProblemNote problem={problem} />}
      <ul className={classes.list}>
        {versions?.slice(0, most).map((version, index) => (
          <VersionRow key={version.revision} version={version} isNow={index === 0} onProblem={setProblem} />
        ))}
      </ul>
    </Modal>
  );
}

interface VersionRowProps {
  version: VersionSummary;
  isNow: boolean;
  onProblem: (problem: Problem | undefined) => void;
}

function VersionRow({ version: { revision, at, changes }, isNow, onProblem }: VersionRowProps) {
  const [flow, setFlow] = useState<Flow>();
  const [now] = useState(() => Date.now());
  useEffect(() => {
    void command('readVersion', { revision }).then((answer) => {
      if (answer.ok) setFlow(answer.flow);
    });
  }, [revision]);
  const title = revision === 0 ? 'As it was opened' : changes === 1 ? '1 change' : `${changes} changes`;
  return (
    <li className={classes.row} data-current={isNow || undefined} aria-label={`${title}, revision ${revision}`}>
      {flow === undefined ? <span className={classes.thumbnail} /> : <Thumbnail sketch={sketchOf(flow)} />}
      <div className={classes.words}>
        <span className={classes.name}>{title}</span>
        <span className={classes.when}>
          {flow?.name} · {whenText(at, now)}
        </span>{' '}
        {isNow && <Badge size="xs">now</Badge>}
      </div>
      {!isNow && flow !== undefined && (
        <Button size="compact-sm" variant="default" onClick={() => onProblem(restore(flow))}>
          Restore
        </Button>
      )}
    </li>
  );
}

/** Closes the dialog when it worked. */
function restore(flow: Flow): Problem | undefined {
  const { flow: now, edit } = useFlowStore.getState();
  const edits = diffFlows(now, flow);
  const refusal = edits.length === 0 ? undefined : edit(edits);
  if (refusal !== undefined) return refusal;
  openDialog(undefined);
  useNotices.getState().say('good', 'Restored. Undo takes it back.');
  return undefined;
}
