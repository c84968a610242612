import type { Flow, Handler, Trigger } from '#shared/flow/flow.ts';
import { patternText, type Pattern } from '#shared/flow/pattern.ts';
import { useProblemAt } from '../../problems/useProblems.ts';
import { knownPatterns, wantedPatterns } from '../../steps/knownPatterns.ts';
import { answeredBy } from '../../steps/newWires.ts';
import { triggerKind, type TriggerKind } from '../../steps/names.ts';
import { Choice } from '../../ui/Choice.tsx';
import { PatternField } from '../../ui/PatternField.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { RouteFields } from './RouteFields.tsx';

interface TriggerFormProps {
  flow: Flow;
  service: string;
  at: string;
  handler: Handler;
  onChange: (handler: Handler) => void;
}

const kinds: { value: TriggerKind; label: string }[] = [
  { value: 'http', label: 'HTTP' },
  { value: 'message', label: 'Message' },
  { value: 'event', label: 'Event' },
];

/** What a handler answers: an HTTP route, a message that wants a reply, or an event that wants none. */
export function TriggerForm({ flow, service, at, handler, onChange }: TriggerFormProps) {
  const problem = useProblemAt(at);
  const { on } = handler;
  const kind = 'message' in on ? 'request' : 'event';
  const wanted = wantedPatterns(flow, service, kind);
  const taken = new Set([...wanted, ...answeredBy(flow, service, kind).map(patternText)]);
  const others = knownPatterns(flow, kind).filter((pattern) => !taken.has(pattern));
  const suggestions = [
    { group: 'Asked of this service, and not answered', items: wanted },
    { group: 'Elsewhere in this flow', items: others },
  ];
  const set = (changed: Trigger): void => onChange({ ...handler, on: changed });
  return (
    <>
      <Choice label="Kind" options={kinds} value={triggerKind(on)} onChange={(kind) => set(converted(on, kind))} />
      {'http' in on ? (
        <RouteFields route={on.http} sort="route" problem={problem} onCommit={(http) => set({ http })} />
      ) : (
        <>
          <PatternField
            pattern={'message' in on ? on.message : on.event}
            suggestions={suggestions}
            onCommit={(pattern) => set('message' in on ? { message: pattern } : { event: pattern })}
          />
          {problem !== undefined && <ProblemNote problem={problem} />}
        </>
      )}
    </>
  );
}

/** The nearest trigger of another kind: `POST /sum` ↔ `{ cmd: 'sum' }`. */
function converted(on: Trigger, kind: TriggerKind): Trigger {
  if (kind === 'http') {
    if ('http' in on) return on;
    return { http: `POST /${wordOf('message' in on ? on.message : on.event)}` };
  }
  const pattern: Pattern = 'http' in on ? { cmd: wordOf(on.http) } : 'message' in on ? on.message : on.event;
  return kind === 'message' ? { message: pattern } : { event: pattern };
}

function wordOf(pattern: Pattern): string {
  const text = typeof pattern === 'string' ? pattern : JSON.stringify(Object.values(pattern)[0]);
  const words =
    text
      .split(' ')
      .at(-1)
      ?.match(/[A-Za-z0-9_]+/g) ?? [];
  return words.join('_').slice(0, 60) || 'hello';
}
