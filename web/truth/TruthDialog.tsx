import { Modal } from '@mantine/core';
import { Fragment, useState } from 'react';
import type { Problem } from '#shared/problem.ts';
import { truthColumns, type TruthColumn } from '#shared/truth/columns.ts';
import { situations, whyNoCell, type Situation } from '#shared/truth/situations.ts';
import { truthTable } from '#shared/truth/table.ts';
import { cellFlow } from '#shared/truth/truthFlow.ts';
import { openDialog } from '../command/commandStore.ts';
import { openFlow } from '../flows/openFlow.ts';
import { transportLooks } from '../transports/index.ts';
import { ProblemNote } from '../ui/ProblemNote.tsx';
import classes from './Truth.module.css';

const groups = [...new Set(situations.map(({ group }) => group))];

/** What each transport does in each situation, as the tests saw it. Every cell opens as a playground of its own. */
export function TruthDialog() {
  const [problem, setProblem] = useState<Problem>();
  const tryOut = async (column: TruthColumn, situation: Situation): Promise<void> =>
    setProblem(await openFlow(cellFlow(column, situation)));
  return (
    <Modal
      opened
      onClose={() => openDialog(undefined)}
      title="What each transport does"
      size="min(1400px, 94vw)"
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <p className={classes.text}>
        Seen on real services, and checked by the tests of Patchbay. Click a cell to have it in a playground of its own,
        with what to press in a note. The caller waits 2.5 s: what says nothing until then never answers.
      </p>
      {problem !== undefined && <ProblemNote problem={problem} />}
      <div className={classes.frame} role="region" aria-label="Transports and situations" tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col" className={classes.corner}>
                <span className="pb-hidden">Situation</span>
              </th>
              {truthColumns.map((column) => (
                <ColumnHead key={column.id} column={column} />
              ))}
            </tr>
          </thead>
          {groups.map((group) => (
            <tbody key={group}>
              <tr>
                <th scope="rowgroup" colSpan={truthColumns.length + 1} className={classes.group}>
                  {group}
                </th>
              </tr>
              {situations
                .filter((situation) => situation.group === group)
                .map((situation) => (
                  <Row key={situation.id} situation={situation} onTry={(column) => void tryOut(column, situation)} />
                ))}
            </tbody>
          ))}
        </table>
      </div>
    </Modal>
  );
}

function ColumnHead({ column }: { column: TruthColumn }) {
  const look = transportLooks[column.transport];
  return (
    <th scope="col">
      <span className={classes.transport}>
        <look.icon size={15} color={`var(--mantine-color-${look.color}-filled)`} aria-hidden />
        {column.label}
      </span>
    </th>
  );
}

function Row({ situation, onTry }: { situation: Situation; onTry: (column: TruthColumn) => void }) {
  return (
    <tr>
      <th scope="row" className={classes.title}>
        {situation.title}
      </th>
      {truthColumns.map((column) => {
        const text = truthTable[column.id]?.[situation.id];
        return (
          <Fragment key={column.id}>
            {text === undefined ? (
              <td className={classes.none}>{whyNoCell(column, situation)}</td>
            ) : (
              <td>
                <button
                  type="button"
                  className={classes.cell}
                  data-tone={toneOf(text)}
                  aria-label={`${column.label}, ${situation.title}: ${text}. Try it`}
                  onClick={() => onTry(column)}
                >
                  {text}
                </button>
              </td>
            )}
          </Fragment>
        );
      })}
    </tr>
  );
}

/** What a newcomer should look at twice: silence and loss. */
function toneOf(text: string): 'bad' | 'plain' {
  return /never answers|lost|delivered later|overtake|not again/.test(text) ? 'bad' : 'plain';
}
