import { Button, Modal, TextInput } from '@mantine/core';
import { IconDownload, IconSearch } from '@tabler/icons-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { generateProject } from '#shared/code/generateProject.ts';
import { openDialog } from '../command/commandStore.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { download } from '../flows/flowFile.ts';
import { CopyIcon } from '../ui/CopyIcon.tsx';
import classes from './Code.module.css';
import { CodeView } from './CodeView.tsx';
import { useExportStore } from './exportStore.ts';
import { FileSearch } from './FileSearch.tsx';
import { FileTree } from './FileTree.tsx';
import { answersSoFar } from './knownAnswers.ts';
import { zipProject } from './zipProject.ts';

/** The whole flow as a NestJS workspace: to read file by file, and to take along. */
export function ExportDialog() {
  const flow = useDeferredValue(useFlowStore((state) => state.flow));
  const files = useMemo(() => generateProject(flow, { answers: answersSoFar() }), [flow]);
  const wanted = useExportStore(({ path }) => path);
  const [chosen, choose] = useState(wanted);
  const [words, setWords] = useState('');
  const path = chosen !== undefined && Object.hasOwn(files, chosen) ? chosen : 'README.md';
  const paths = Object.keys(files);
  return (
    <Modal
      opened
      onClose={() => openDialog(undefined)}
      title="Export NestJS"
      size="min(1180px, 96vw)"
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className={classes.dialog}>
        <nav className={classes.side} aria-label="Files of the project">
          <TextInput
            size="xs"
            aria-label="Search the project"
            placeholder="Search names and code"
            leftSection={<IconSearch size={14} aria-hidden />}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          {words.trim() === '' ? (
            <FileTree paths={paths} shown={path} onChoose={choose} />
          ) : (
            <FileSearch files={files} words={words} shown={path} onChoose={choose} />
          )}
        </nav>
        <section className={classes.main} aria-label="File">
          <div className={classes.fileHead}>
            <h3 className={classes.fileName}>{path}</h3>
            <CopyIcon text={files[path] ?? ''} label="Copy this file" />
          </div>
          <CodeView
            key={path}
            className={classes.file}
            text={files[path] ?? ''}
            path={path}
            label={`Text of ${path}`}
            hasNumbers
            find={words}
          />
        </section>
      </div>
      <footer className={classes.foot}>
        <span>{paths.length} files. The code of the inspector is cut from these.</span>
        <Button
          leftSection={<IconDownload size={15} aria-hidden />}
          onClick={() => {
            const { name, content } = zipProject(files);
            download(name, content);
          }}
        >
          Download zip
        </Button>
      </footer>
    </Modal>
  );
}
