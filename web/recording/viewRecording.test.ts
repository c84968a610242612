import { afterEach, expect, test } from 'vitest';
import { emptyFlow } from '#shared/flow/flow.ts';
import type { Recording } from '#shared/recording/recording.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { useViewing } from './viewer/viewingStore.ts';
import { viewRecording } from './viewRecording.ts';

const recorded = (name: string): Recording => ({
  patchbayRecording: 1,
  madeBy: 'Patchbay',
  startedAtUs: 0,
  endedAtUs: 1,
  seed: 'seed',
  isFromStart: true,
  flow: emptyFlow(name),
  faults: [],
  acts: [],
  events: [],
  missed: 0,
  payloads: [],
});

afterEach(() => {
  useViewing.setState(useViewing.getInitialState(), true);
  useFlowStore.setState(useFlowStore.getInitialState(), true);
});

test('a recording that is opened over another one is still replayed on the drawing of now', () => {
  const [first, second, drawing] = [recorded('First'), recorded('Second'), emptyFlow('The drawing of now')];
  useFlowStore.setState({ session: 'mine', flow: drawing, confirmed: drawing });
  viewRecording(first);
  // What the viewer does: the page shows the flow of the recording.
  useFlowStore.setState({ session: 'recording', flow: first.flow, confirmed: first.flow });
  viewRecording(second);
  expect(useViewing.getState()).toEqual({ recording: second, drawn: drawing });
});
