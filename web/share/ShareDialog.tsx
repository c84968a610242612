import { Button, Modal } from '@mantine/core';
import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Problem } from '#shared/problem.ts';
import type { Answer, Links } from '#shared/protocol.ts';
import { openDialog } from '../command/commandStore.ts';
import { command } from '../connection/connection.ts';
import { useAccess } from '../flow/accessStore.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { downloadFlow } from '../flows/flowFile.ts';
import { rememberFlow } from '../flows/knownFlows.ts';
import { ProblemNote } from '../ui/ProblemNote.tsx';
import { flowLink } from './flowLink.ts';
import { LinkLine } from './LinkLine.tsx';
import { savePicture } from './picture/savePicture.ts';
import classes from './Share.module.css';

/** Ways to hand the flow on: live, to look at live, or as it is now. */
export function ShareDialog() {
  const isLink = useAccess(({ link }) => link);
  return (
    <Modal
      opened
      onClose={() => openDialog(undefined)}
      title="Share"
      size={600}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {isLink ? <LookersLink /> : <SessionLinks />}
      <FlowAsItIs />
    </Modal>
  );
}

function Part({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <section className={classes.part}>
      <h3 className={classes.title}>{title}</h3>
      <p className={classes.text}>{text}</p>
      {children}
    </section>
  );
}

/** Whoever came by the read-only link can hand on that one. */
function LookersLink() {
  const session = useFlowStore((state) => state.session);
  return (
    <Part title="Read-only link" text="Whoever opens it sees this flow and its messages live, and can change nothing.">
      <LinkLine label="read-only link" link={`${window.location.origin}/v/${session}`} />
    </Part>
  );
}

function SessionLinks() {
  const [links, setLinks] = useState<Links>();
  const [problem, setProblem] = useState<Problem>();
  const take = useCallback((answer: Answer<Links>): void => {
    setProblem(answer.ok ? undefined : answer.problem);
    if (answer.ok) setLinks(answer);
  }, []);
  useEffect(() => void command('readLinks', {}).then(take), [take]);
  const replaceEditLink = async (): Promise<void> => {
    const before = useFlowStore.getState().session;
    const answer = await command('renewLink', { kind: 'edit' });
    take(answer);
    if (!answer.ok) return;
    rememberFlow(answer.edit.replace('/s/', ''), before);
    window.location.assign(answer.edit);
  };
  const { origin } = window.location;
  return (
    <>
      {problem !== undefined && <ProblemNote problem={problem} />}
      <Part title="Edit link" text="Whoever opens it can change everything here, together with you.">
        <LinkLine label="edit link" link={links === undefined ? '' : `${origin}${links.edit}`}>
          <Button
            size="xs"
            variant="default"
            title="The link of so far opens nothing any more, also for you: this page goes to the new one."
            onClick={() => void replaceEditLink()}
          >
            Replace
          </Button>
        </LinkLine>
      </Part>
      <Part
        title="Read-only link"
        text="Whoever opens it sees everything live, can make a copy, and can change nothing."
      >
        {links?.view === undefined ? (
          <Button
            size="xs"
            variant="default"
            disabled={links === undefined}
            onClick={() => void command('renewLink', { kind: 'view' }).then(take)}
          >
            Make a read-only link
          </Button>
        ) : (
          <LinkLine label="read-only link" link={`${origin}${links.view}`}>
            <Button
              size="xs"
              variant="default"
              color="red"
              onClick={() => void command('revokeLink', { kind: 'view' }).then(take)}
            >
              Revoke
            </Button>
          </LinkLine>
        )}
      </Part>
    </>
  );
}

function FlowAsItIs() {
  const flow = useFlowStore((state) => state.flow);
  const link = useMemo(() => flowLink(flow, window.location.origin), [flow]);
  return (
    <Part
      title="The flow as it is now"
      text="The whole flow inside a link, kept by no server: whoever opens it gets a copy of their own. Or as a file."
    >
      <LinkLine label="link with the flow inside" link={link}>
        <Button size="xs" variant="default" onClick={() => downloadFlow(flow)}>
          Download JSON
        </Button>
      </LinkLine>
      <div className={classes.pictures}>
        <span>A picture of it:</span>
        {(['png', 'svg'] as const).map((kind) => (
          <Button key={kind} size="xs" variant="default" onClick={() => void savePicture(kind)}>
            Download {kind.toUpperCase()}
          </Button>
        ))}
      </div>
    </Part>
  );
}
