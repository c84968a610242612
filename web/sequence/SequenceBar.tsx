import { Button, Menu } from '@mantine/core';
import { IconArrowDown, IconDownload } from '@tabler/icons-react';
import { TraceLinkIcon } from '../trace/TraceLinkIcon.tsx';
import { Choice } from '../ui/Choice.tsx';
import { useNotices } from '../ui/notices.ts';
import { saveSequence, type SequenceExport } from './exportSequence.ts';
import { mermaidOf } from './mermaid.ts';
import classes from './Sequence.module.css';
import { useSequenceStore, type SequenceScope } from './sequenceStore.ts';
import { maxMessages } from './useSequence.ts';

const scopes: readonly { value: SequenceScope; label: string }[] = [
  { value: 'trace', label: 'One trace' },
  { value: '50', label: 'Last 50' },
  { value: '500', label: 'Last 500' },
];

interface BarProps {
  what: SequenceExport | undefined;
  /** Messages that the diagram leaves out. */
  left: number;
  traceId: string | undefined;
  /** Goes back to what happens now, when one has scrolled away from it. */
  onNewest: (() => void) | undefined;
}

export function SequenceBar({ what, left, traceId, onNewest }: BarProps) {
  const scope = useSequenceStore((state) => state.scope);
  const show = useSequenceStore((state) => state.show);
  return (
    <div className={classes.bar}>
      <div className={classes.scope}>
        <Choice label="Messages in the diagram" options={scopes} value={scope} onChange={show} />
      </div>
      <span className={classes.title} title={what?.title}>
        {what?.title}
        {left > 0 && ` · the first ${maxMessages}, ${left} more are in Messages`}
      </span>
      {onNewest !== undefined && (
        <Button size="compact-xs" variant="light" leftSection={<IconArrowDown size={13} />} onClick={onNewest}>
          Show the newest
        </Button>
      )}
      {traceId !== undefined && <TraceLinkIcon link={{ trace: traceId, view: 'sequence' }} />}
      {what !== undefined && <ExportMenu what={what} />}
    </div>
  );
}

function ExportMenu({ what }: { what: SequenceExport }) {
  const copy = async (): Promise<void> => {
    const { say } = useNotices.getState();
    try {
      await navigator.clipboard.writeText(mermaidOf(what.sequence));
      say('info', 'The diagram is copied as Mermaid text.');
    } catch {
      say('info', 'The browser does not let this page copy. Download the Mermaid text instead.');
    }
  };
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button size="compact-xs" variant="default" leftSection={<IconDownload size={13} />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void copy()}>Copy as Mermaid</Menu.Item>
        <Menu.Item onClick={() => void saveSequence('mmd', what)}>Download Mermaid</Menu.Item>
        <Menu.Item onClick={() => void saveSequence('svg', what)}>Download SVG</Menu.Item>
        <Menu.Item onClick={() => void saveSequence('png', what)}>Download PNG</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
