import { ActionIcon, Badge, Button, TextInput, Tooltip } from '@mantine/core';
import { IconCopyPlus, IconCursorText, IconTrash, type Icon } from '@tabler/icons-react';
import { useState } from 'react';
import { maxNameLength } from '#shared/flow/flow.ts';
import type { Problem } from '#shared/problem.ts';
import type { FlowSummary } from '#shared/protocol.ts';
import { askServer } from '../connection/api.ts';
import classes from './Flows.module.css';
import { rememberFlow } from './knownFlows.ts';
import { Thumbnail } from './Thumbnail.tsx';
import { whenText } from './whenText.ts';

interface FlowRowProps {
  summary: FlowSummary;
  isCurrent: boolean;
  onChanged: () => void;
  onProblem: (problem: Problem | undefined) => void;
}

/** One flow of the list: opens at a click, can be renamed, copied and deleted, and brought back while the list is open. */
export function FlowRow({ summary, isCurrent, onChanged, onProblem }: FlowRowProps) {
  const { session, name, revision, changedAt, readOnly, sketch } = summary;
  const [isRenaming, setRenaming] = useState(false);
  const [now] = useState(() => Date.now());
  const [isDeleted, setDeleted] = useState(false);
  const path = `/api/sessions/${session}`;

  const remove = async (): Promise<void> => {
    const answer = await askServer({ command: 'closeSession', method: 'DELETE', path });
    onProblem(answer.ok ? undefined : answer.problem);
    setDeleted(answer.ok);
  };
  const bringBack = async (): Promise<void> => {
    const answer = await askServer({ command: 'reopenSession', method: 'POST', path: `${path}/reopen` });
    onProblem(answer.ok ? undefined : answer.problem);
    if (answer.ok) setDeleted(false);
  };
  const copy = async (): Promise<void> => {
    const answer = await askServer({ command: 'copySession', method: 'POST', path: `${path}/copy` });
    onProblem(answer.ok ? undefined : answer.problem);
    if (answer.ok) rememberFlow(answer.id);
    onChanged();
  };
  const rename = async (wanted: string): Promise<void> => {
    setRenaming(false);
    const edits = [{ edit: 'renameFlow', name: wanted }];
    const body = { revision, edits };
    const answer = await askServer({ command: 'edit', method: 'POST', path: `${path}/edits`, body });
    onProblem(answer.ok ? undefined : answer.problem);
    onChanged();
  };

  if (isDeleted) {
    return (
      <li className={classes.row}>
        <span className={classes.words} role="status">
          {name} was deleted. It can be brought back for 30 days.
        </span>
        <Button size="compact-sm" variant="default" onClick={() => void bringBack()}>
          Undo
        </Button>
      </li>
    );
  }
  return (
    <li className={classes.row} data-current={isCurrent || undefined} aria-label={name}>
      <Thumbnail sketch={sketch} />
      <div className={classes.words}>
        {isRenaming ? (
          <NameInput name={name} onDone={(wanted) => void rename(wanted)} onCancel={() => setRenaming(false)} />
        ) : (
          <a className={classes.name} href={readOnly === true ? `/v/${session}` : `/s/${session}`}>
            {name}
          </a>
        )}
        <span className={classes.when}>
          {revision === 0 ? 'Opened' : 'Changed'} {whenText(changedAt, now)}
        </span>{' '}
        {isCurrent && <Badge size="xs">open here</Badge>}
        {readOnly === true && (
          <Badge size="xs" color="gray">
            read only
          </Badge>
        )}
      </div>
      <div className={classes.tools}>
        {readOnly !== true && <Tool icon={IconCursorText} label={`Rename ${name}`} onClick={() => setRenaming(true)} />}
        <Tool icon={IconCopyPlus} label={`Duplicate ${name}`} onClick={() => void copy()} />
        {readOnly !== true && !isCurrent && (
          <Tool icon={IconTrash} label={`Delete ${name}`} onClick={() => void remove()} />
        )}
      </div>
    </li>
  );
}

function Tool({ icon: Shape, label, onClick }: { icon: Icon; label: string; onClick: () => void }) {
  return (
    <Tooltip label={label} openDelay={400}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={onClick}>
        <Shape size={16} />
      </ActionIcon>
    </Tooltip>
  );
}

interface NameInputProps {
  name: string;
  onDone: (wanted: string) => void;
  onCancel: () => void;
}

function NameInput({ name, onDone, onCancel }: NameInputProps) {
  const [text, setText] = useState(name);
  const done = (): void => {
    const wanted = text.trim();
    if (wanted === '' || wanted === name) onCancel();
    else onDone(wanted);
  };
  return (
    <TextInput
      size="xs"
      aria-label={`New name of ${name}`}
      value={text}
      maxLength={maxNameLength}
      data-autofocus
      autoFocus
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={done}
      onKeyDown={(event) => {
        if (event.key === 'Enter') done();
        if (event.key !== 'Escape') return;
        // The dialog stays open.
        event.stopPropagation();
        onCancel();
      }}
    />
  );
}
