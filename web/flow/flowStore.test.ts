import { beforeEach, expect, test } from 'vitest';
import { pingPong } from '#shared/examples/pingPong.ts';
import { applyEdits, type Edit } from '#shared/flow/edits.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { problem } from '#shared/problem.ts';
import type { SessionView } from '#shared/protocol.ts';
import { takeAnswer, takeEdited, takeSession, useFlowStore } from './flowStore.ts';
import { useHistory } from './history.ts';

const view = (flow: Flow, revision = 0, id = 's1'): SessionView => ({
  id,
  run: 'r1',
  revision,
  flow,
  faults: [],
  held: [],
  deadLetters: {},
  faultProgress: {},
  problems: [],
  runner: 'up',
  services: {},
  brokers: {},
  wires: {},
  drivers: {},
});

const state = () => useFlowStore.getState();
const [service = ''] = Object.keys(pingPong.services);
const rename = (name: string): Edit => ({ edit: 'set', part: 'services', id: service, field: 'name', value: name });
const nameNow = (): string | undefined => state().flow.services[service]?.name;
const accepted = (edits: Edit[], mine: boolean): void => {
  const change = mine ? state().pending[0]?.change : 'theirs';
  takeEdited({ revision: state().revision + 1, edits, problems: [], change });
};

let sessions = 0;
beforeEach(() => {
  sessions += 1;
  useFlowStore.setState({ pending: [], refused: undefined, overtaken: undefined });
  takeSession(view(pingPong, 0, `s${sessions}`));
});

test('an edit shows at once and stays when the server accepts it', () => {
  expect(state().edit([rename('first')])).toBeUndefined();
  expect([nameNow(), state().pending.length]).toEqual(['first', 1]);
  accepted([rename('first')], true);
  expect([nameNow(), state().pending.length, state().revision]).toEqual(['first', 0, 1]);
});

test('an edit that does not fit the drawing changes nothing and says why', () => {
  const refusal = state().edit([{ edit: 'remove', part: 'services', id: 'nobody' }]);
  expect(refusal?.code).toBe('notFound');
  expect([state().flow, state().pending]).toEqual([pingPong, []]);
});

test('an edit that the server refuses is taken back, and leaves no step to undo', () => {
  state().edit([rename('refused')]);
  const [sent] = state().pending;
  if (sent === undefined) throw new Error('The edit is not waiting');
  takeAnswer(sent, { ok: false, problem: problem('tooLarge', 'Too large. Draw less.') });
  expect([state().flow, state().pending, state().refused?.code, useHistory.getState().undo]).toEqual([
    pingPong,
    [],
    'tooLarge',
    [],
  ]);
});

test('edits of others come in below the own ones that are still open', () => {
  state().edit([rename('mine')]);
  accepted([rename('theirs'), { edit: 'renameFlow', name: 'Their name' }], false);
  expect([nameNow(), state().flow.name]).toEqual(['mine', 'Their name']);
  accepted([rename('mine')], true);
  expect([nameNow(), state().confirmed]).toEqual(['mine', state().flow]);
});

test('an own open edit whose thing somebody else removed does no harm', () => {
  state().edit([rename('late')]);
  accepted([{ edit: 'remove', part: 'services', id: service }], false);
  expect(state().flow.services[service]).toBeUndefined();
});

test('after a break the open edits stay on top of what the server tells', () => {
  state().edit([rename('open')]);
  const elsewhere = applyEdits(pingPong, [{ edit: 'renameFlow', name: 'Changed meanwhile' }]);
  if (!elsewhere.ok) throw new Error(elsewhere.problem.message);
  takeSession(view(elsewhere.value, 7, `s${sessions}`));
  expect([nameNow(), state().flow.name, state().revision]).toEqual(['open', 'Changed meanwhile', 7]);
});

test('undo and redo walk through the own gestures, each as a whole', () => {
  state().edit([rename('one'), { edit: 'renameFlow', name: 'One' }]);
  state().edit([rename('two')]);
  state().undo();
  expect([nameNow(), state().flow.name]).toEqual(['one', 'One']);
  state().undo();
  expect(state().flow).toEqual(pingPong);
  state().undo();
  expect(state().flow).toEqual(pingPong);
  state().redo();
  state().redo();
  expect([nameNow(), state().flow.name]).toEqual(['two', 'One']);
});

test('edits of one gesture are one step', () => {
  for (const name of ['a', 'ab', 'abc']) state().edit([rename(name)], { gesture: 'typing' });
  state().undo();
  expect(nameNow()).toBe(pingPong.services[service]?.name);
});

test('undo leaves what others changed since', () => {
  state().edit([rename('mine')]);
  accepted([rename('mine')], true);
  accepted([{ edit: 'renameFlow', name: 'Theirs' }], false);
  state().undo();
  expect([nameNow(), state().flow.name]).toEqual([pingPong.services[service]?.name, 'Theirs']);
});

test('another session begins with no history', () => {
  state().edit([rename('old')]);
  takeSession(view(pingPong, 0, 'another'));
  expect([useHistory.getState(), state().pending, state().flow]).toEqual([{ undo: [], redo: [] }, [], pingPong]);
});

test('a step that somebody else has changed since is not taken back, and undo says so', () => {
  state().edit([rename('mine')]);
  accepted([rename('mine')], true);
  accepted([rename('theirs')], false);
  expect(state().overtaken?.edits).toEqual([rename('theirs')]);
  state().undo();
  expect([nameNow(), state().refused?.code, useHistory.getState().undo]).toEqual(['theirs', 'staleRevision', []]);
});

test('what others change beside it is no hindrance to undo', () => {
  state().edit([rename('mine')]);
  accepted([rename('mine')], true);
  accepted([{ edit: 'set', part: 'services', id: service, field: 'replicas', value: 3 }], false);
  state().undo();
  expect([nameNow(), state().flow.services[service]?.replicas, state().overtaken]).toEqual([
    pingPong.services[service]?.name,
    3,
    undefined,
  ]);
});

test('whose change comes last is told nothing: theirs came before', () => {
  state().edit([rename('mine')]);
  accepted([rename('theirs')], false);
  expect([nameNow(), state().overtaken]).toEqual(['mine', undefined]);
});

test('what others changed during a break counts as theirs, what was our own does not', () => {
  state().edit([rename('mine')]);
  const back = applyEdits(pingPong, [rename('mine')]);
  if (!back.ok) throw new Error(back.problem.message);
  takeSession(view(back.value, 1, `s${sessions}`));
  expect(useHistory.getState().undo.map(({ isOvertaken }) => isOvertaken)).toEqual([undefined]);
  const theirs = applyEdits(back.value, [rename('theirs')]);
  if (!theirs.ok) throw new Error(theirs.problem.message);
  useFlowStore.setState({ pending: [] });
  takeSession(view(theirs.value, 2, `s${sessions}`));
  expect(useHistory.getState().undo.map(({ isOvertaken }) => isOvertaken)).toEqual([true]);
});
