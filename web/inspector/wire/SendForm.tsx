import { Button } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import type { Pattern } from '#shared/flow/pattern.ts';
import { patternText } from '#shared/flow/pattern.ts';
import type { Answer } from '#shared/protocol.ts';
import type { SendResult } from '#shared/ipc.ts';
import { command } from '../../connection/connection.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { patternsBehind } from '../../steps/wires.ts';
import { Choice } from '../../ui/Choice.tsx';
import { ExpressionField } from '../../ui/ExpressionField.tsx';
import { literalMistake, parseLiteral } from '../../ui/literal.ts';
import { parsePattern } from '../../ui/parsePattern.ts';
import { PatternField } from '../../ui/PatternField.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import classes from '../Inspector.module.css';
import { SendOutcome } from '../SendOutcome.tsx';

const kinds = [
  { value: 'request', label: 'Request' },
  { value: 'event', label: 'Event' },
] as const;

/** One message of one's own, sent as this wire's client would send it. */
export function SendForm({ id }: { id: string }) {
  const flow = useFlowStore((state) => state.flow);
  const [kind, setKind] = useState<'request' | 'event'>(() =>
    patternsBehind(flow, id, 'request').length > 0 || patternsBehind(flow, id, 'event').length === 0
      ? 'request'
      : 'event',
  );
  const suggestions = patternsBehind(flow, id, kind);
  const [chosen, setChosen] = useState<Pattern>();
  const [data, setData] = useState('{}');
  const [isSending, setSending] = useState(false);
  const [answer, setAnswer] = useState<Answer<SendResult>>();
  const first = suggestions[0] === undefined ? undefined : parsePattern(suggestions[0]);
  const pattern = chosen ?? (first?.ok === true ? first.pattern : undefined);

  const send = async (): Promise<void> => {
    const payload = parseLiteral(data);
    if (pattern === undefined || !payload.ok) return;
    setSending(true);
    setAnswer(await command('send', { wire: id, pattern, data: payload.value, kind }));
    setSending(false);
  };
  return (
    <>
      <Choice
        label="Kind"
        options={kinds}
        value={kind}
        onChange={(value) => {
          setKind(value);
          setChosen(undefined);
        }}
      />
      <PatternField pattern={pattern} suggestions={suggestions} onCommit={setChosen} />
      <ExpressionField label="data" syntax="literal" value={data} validate={literalMistake} onCommit={setData} />
      <Button
        size="xs"
        leftSection={<IconSend size={14} />}
        loading={isSending}
        disabled={pattern === undefined}
        title={pattern === undefined ? 'Say a pattern first' : `Send ${patternText(pattern)}`}
        onClick={() => void send()}
      >
        Send
      </Button>
      {suggestions.length === 0 && (
        <div className={classes.empty}>
          Nobody behind this wire answers {kind}s; send one and see what the caller gets.
        </div>
      )}
      {answer !== undefined && !answer.ok && <ProblemNote problem={answer.problem} />}
      {answer !== undefined && answer.ok && <SendOutcome result={answer} isEvent={kind === 'event'} />}
    </>
  );
}
