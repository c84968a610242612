import { useRef } from 'react';
import type { Handler } from '#shared/flow/flow.ts';
import { useNotices } from '../../ui/notices.ts';
import { keepRemovalHere } from '../../ui/removalKeys.ts';
import type { StepPlace } from '../../steps/look.ts';
import { FirstSteps } from './FirstSteps.tsx';
import { Lifted } from './Lifted.tsx';
import { stepsIn, stepsText } from './stepClip.ts';
import { StepList } from './StepList.tsx';
import { HandlerStepsProvider } from './stepsContext.ts';
import { stepAt } from './stepTree.ts';
import { placeOfKey } from './liftByKeys.ts';
import { useStepEdits } from './useStepEdits.ts';
import { useStepFocus } from './useStepFocus.ts';

interface HandlerStepsFrameProps {
  service: string;
  id: string;
  handler: Handler;
  place: StepPlace;
}

/** All steps of one handler: to read, to change, to drag, by pointer and by key. */
export function HandlerStepsFrame({ service, id, handler, place }: HandlerStepsFrameProps) {
  const frame = useRef<HTMLDivElement>(null);
  const focus = useStepFocus(frame);
  const edits = useStepEdits({ service, id, handler, place, focus });

  /** Ctrl C and X mean the step that has the keyboard; Ctrl V puts steps behind it. Texts in fields are the browser's. */
  const onClipboard = (event: React.ClipboardEvent): void => {
    const key = Number((event.target as HTMLElement).closest<HTMLElement>('[data-copies-step]')?.dataset['copiesStep']);
    const at = placeOfKey(edits, key);
    const step = at && stepAt(edits.steps, at);
    if (at === undefined || step === undefined) return;
    if (event.type === 'paste') {
      const result = stepsIn(event.clipboardData.getData('text/plain'), place.flow, service);
      if (result.ok) edits.insert({ ...at, index: at.index + 1 }, result.steps);
      else useNotices.getState().say('bad', result.why);
    } else {
      if (window.getSelection()?.isCollapsed === false) return;
      event.clipboardData.setData('text/plain', stepsText(place.flow, [step]));
      if (event.type === 'cut') edits.remove(key);
      else edits.say('Step copied.');
    }
    // The canvas copies and pastes boxes.
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <HandlerStepsProvider value={edits}>
      <div
        ref={frame}
        data-steps
        onCopy={onClipboard}
        onCut={onClipboard}
        onPaste={onClipboard}
        onKeyDown={keepRemovalHere}
      >
        {handler.steps.length === 0 && <FirstSteps on={handler.on} place={place} />}
        <StepList steps={handler.steps} list="" place={place} />
        <div className="pb-hidden" role="status" data-testid="steps-said">
          {edits.said}
        </div>
        <Lifted />
      </div>
    </HandlerStepsProvider>
  );
}
