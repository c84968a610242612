import { Button, Modal } from '@mantine/core';
import { useMemo, useState } from 'react';
import { diffFlows } from '#shared/flow/diffFlows.ts';
import type { Edit } from '#shared/flow/edits.ts';
import { switchTransport, type Switched } from '#shared/flow/switch/switchTransport.ts';
import { messageTransports, type MessageTransport } from '#shared/flow/switch/targets.ts';
import type { Problem } from '#shared/problem.ts';
import { canvasView } from '../../canvas/canvasView.ts';
import { openDialog } from '../../command/commandStore.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { useSelectionStore } from '../../flow/selectionStore.ts';
import { freePlace } from '../../palette/freePlace.ts';
import { Choice } from '../../ui/Choice.tsx';
import { useNotices } from '../../ui/notices.ts';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { transportLooks } from '../index.ts';
import { scopesFor, type Scope } from './scopes.ts';
import classes from './Switch.module.css';

const choices = Object.keys(messageTransports) as MessageTransport[];

/** The same flow over another transport, in one step that Undo takes back. What will be different is read first. */
export function SwitchDialog() {
  const flow = useFlowStore((state) => state.flow);
  const selection = useSelectionStore((state) => state.selection);
  const scopes = useMemo(() => scopesFor(flow, selection), [flow, selection]);
  const [asked, setScope] = useState<string>();
  const scope = scopes.find(({ value }) => value === asked) ?? scopes.at(-1);
  const [to, setTo] = useState<MessageTransport>();
  const [problem, setProblem] = useState<Problem>();
  const switched = useMemo(
    () =>
      to === undefined || scope === undefined
        ? undefined
        : switchTransport(flow, { to, what: scope.what, placeFor: (wanted) => freePlace(flow, wanted) }),
    [flow, to, scope],
  );
  const edits = switched === undefined ? [] : diffFlows(flow, switched.flow);

  const carryOut = (): void => {
    const refusal = useFlowStore.getState().edit(edits);
    setProblem(refusal);
    if (refusal !== undefined || to === undefined) return;
    useNotices.getState().say('good', `It goes over ${messageTransports[to].label} now. Undo takes that back.`);
    openDialog(undefined);
    if (scope?.what === 'flow') canvasView().fit();
  };
  return (
    <Modal
      opened
      onClose={() => openDialog(undefined)}
      title="Switch the transport"
      size={620}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className={classes.parts}>
        {scope !== undefined && scopes.length > 1 && (
          <Choice label="What to switch" options={scopes} value={scope.value} onChange={setScope} />
        )}
        <TransportChoice value={to} onChange={setTo} />
        <Outcome scope={scope} switched={switched} edits={edits} />
        {problem !== undefined && <ProblemNote problem={problem} />}
        <div className={classes.foot}>
          <Button size="sm" variant="default" onClick={() => openDialog('compare')}>
            Compare first…
          </Button>
          <Button size="sm" disabled={edits.length === 0} onClick={carryOut}>
            {to === undefined ? 'Switch' : `Switch to ${messageTransports[to].label}`}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

function TransportChoice(props: { value: MessageTransport | undefined; onChange: (to: MessageTransport) => void }) {
  return (
    <fieldset className={classes.choice}>
      <legend className={classes.legend}>Over which transport?</legend>
      {choices.map((transport) => {
        const look = transportLooks[transport];
        return (
          <label key={transport} className={classes.transport} data-chosen={props.value === transport || undefined}>
            <input
              type="radio"
              name="transport"
              checked={props.value === transport}
              onChange={() => props.onChange(transport)}
            />
            <look.icon size={18} color={`var(--mantine-color-${look.color}-filled)`} aria-hidden />
            {look.label}
          </label>
        );
      })}
    </fieldset>
  );
}

interface OutcomeProps {
  scope: Scope | undefined;
  switched: Switched | undefined;
  edits: readonly Edit[];
}

function Outcome({ scope, switched, edits }: OutcomeProps) {
  return (
    <section className={classes.outcome} aria-label="What changes" aria-live="polite">
      {switched === undefined ? (
        <p className={classes.text}>
          Everybody keeps finding whom they found. What cannot be kept is listed here first.
        </p>
      ) : (
        <>
          <p className={classes.text}>
            {edits.length === 0 ? `${scope?.label ?? 'It'} is so already.` : summary(edits)}
          </p>
          <ul className={classes.losses}>
            {switched.losses.map((loss) => (
              <li key={loss}>{loss}</li>
            ))}
          </ul>
        </>
      )}
      {switched !== undefined && edits.length > 0 && switched.losses.length === 0 && (
        <p className={classes.kept}>Nothing gets lost.</p>
      )}
    </section>
  );
}

/** `Changes 3 services, 2 wires and 1 broker.` */
function summary(edits: readonly Edit[]): string {
  const counts = new Map<string, number>();
  for (const edit of edits) if ('part' in edit) counts.set(edit.part, (counts.get(edit.part) ?? 0) + 1);
  const words = [...counts].map(([part, count]) => `${count} ${count === 1 ? part.slice(0, -1) : part}`);
  const last = words.pop() ?? 'nothing';
  return `Changes ${words.length === 0 ? last : `${words.join(', ')} and ${last}`}.`;
}
