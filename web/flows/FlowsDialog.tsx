import { Button, FileButton, Modal, TextInput } from '@mantine/core';
import { IconFolderOpen, IconLink } from '@tabler/icons-react';
import { useState } from 'react';
import type { Problem } from '#shared/problem.ts';
import { openDialog } from '../command/commandStore.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { ProblemNote } from '../ui/ProblemNote.tsx';
import { readFlowFile } from './flowFile.ts';
import { FlowRow } from './FlowRow.tsx';
import classes from './Flows.module.css';
import { importLink } from './importLink.ts';
import { openFlow } from './openFlow.ts';
import { useFlowList } from './useFlowList.ts';

/** Every flow that was opened in this browser, and the way to open others. */
export function FlowsDialog() {
  const here = useFlowStore(({ session }) => session);
  const { flows, problem: listProblem, reload } = useFlowList();
  const [doneProblem, setProblem] = useState<Problem>();
  const problem = doneProblem ?? listProblem;
  return (
    <Modal
      opened
      onClose={() => openDialog(undefined)}
      title="Flows"
      size={720}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <OpenFrom onProblem={setProblem} />
      {problem !== undefined && <ProblemNote problem={problem} />}
      {flows?.length === 0 && <p className={classes.nothing}>Nothing here yet: open an example, or draw something.</p>}
      <ul className={classes.list}>
        {flows?.map((summary) => (
          <FlowRow
            key={summary.session}
            summary={summary}
            isCurrent={summary.session === here}
            onChanged={reload}
            onProblem={setProblem}
          />
        ))}
      </ul>
    </Modal>
  );
}

/** Files and links that somebody gave. */
function OpenFrom({ onProblem }: { onProblem: (problem: Problem | undefined) => void }) {
  const [link, setLink] = useState('');
  const openFile = async (file: File | null): Promise<void> => {
    if (file === null) return;
    const read = await readFlowFile(file);
    onProblem(read.ok ? await openFlow(read.value) : read.problem);
  };
  const openLink = async (): Promise<void> => {
    if (link.trim() !== '') onProblem(await importLink(link));
  };
  return (
    <form
      className={classes.open}
      onSubmit={(event) => {
        event.preventDefault();
        void openLink();
      }}
    >
      <TextInput
        label="Open a link"
        placeholder="http://…/s/…, /v/… or #flow=…"
        size="xs"
        value={link}
        leftSection={<IconLink size={14} aria-hidden />}
        onChange={(event) => setLink(event.currentTarget.value)}
      />
      <Button type="submit" size="xs" variant="default">
        Open
      </Button>
      <FileButton accept=".json,application/json" onChange={(file) => void openFile(file)}>
        {(props) => (
          <Button {...props} size="xs" variant="default" leftSection={<IconFolderOpen size={14} aria-hidden />}>
            Open a file…
          </Button>
        )}
      </FileButton>
    </form>
  );
}
