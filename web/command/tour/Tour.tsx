import { Button, CloseButton } from '@mantine/core';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useFlowStore } from '../../flow/flowStore.ts';
import { useSelectionStore } from '../../flow/selectionStore.ts';
import { useTraceStore } from '../../trace/traceStore.ts';
import { useNotices } from '../../ui/notices.ts';
import { openDialog } from '../commandStore.ts';
import { placeBeside, type Area } from './placeBeside.ts';
import { tourSteps, type TourStep } from './steps.ts';
import classes from './Tour.module.css';

const card = { width: 300, height: 190 };
const leave = (): void => openDialog(undefined);

/** The first look around: a card beside what it speaks of, that blocks nothing and can be left at any step. */
export function Tour() {
  const [index, setIndex] = useState(0);
  const step = tourSteps[index];
  useEffect(() => onceDone(step, () => setIndex((now) => (now === index ? now + 1 : now))), [step, index]);
  const area = useAreaOf(step);
  const said = useNotices(({ notices }) => notices.length);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  if (step === undefined) return null;
  const isLast = index === tourSteps.length - 1;
  const { innerWidth: width, innerHeight: height } = window;
  const top = document.querySelector('header')?.getBoundingClientRect().bottom ?? 0;
  const place = placeBeside(area, card, { width, height, boxes: boxesHere(), notices: noticesHere(said), top });
  return (
    <>
      {area !== undefined && (
        <div
          className={classes.ring}
          aria-hidden
          style={{ left: area.x - 4, top: area.y - 4, width: area.width + 8, height: area.height + 8 }}
        />
      )}
      <section
        className={classes.card}
        aria-label="Tour"
        data-testid="tour"
        style={{ left: place.x, top: place.y, width: card.width }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') leave();
        }}
      >
        <div className={classes.head}>
          <h2 ref={title} tabIndex={-1} className={classes.title}>
            {step.title}
          </h2>
          <CloseButton size="sm" aria-label="Leave the tour" onClick={leave} />
        </div>
        <p className={classes.text} aria-live="polite">
          {step.text}
        </p>
        <div className={classes.foot}>
          <span className={classes.count}>
            {index + 1} of {tourSteps.length}
          </span>
          {index > 0 && (
            <Button size="compact-sm" variant="default" onClick={() => setIndex(index - 1)}>
              Back
            </Button>
          )}
          <Button size="compact-sm" onClick={() => (isLast ? leave() : setIndex(index + 1))}>
            {isLast ? 'Done' : 'Next'}
          </Button>
        </div>
      </section>
    </>
  );
}

/** Goes on when the person does what the step speaks of; what was so before does not count. */
function onceDone(step: TourStep | undefined, goOn: () => void): () => void {
  const isDone = step?.isDone;
  if (isDone === undefined || isDone()) return () => undefined;
  const look = (): void => {
    if (isDone()) goOn();
  };
  const stops = [useFlowStore, useSelectionStore, useTraceStore].map((store) => store.subscribe(look));
  return () => {
    for (const stop of stops) stop();
  };
}

const areaOf = (element: Element): Area => {
  const { x, y, width, height } = element.getBoundingClientRect();
  return { x, y, width, height };
};

const boxesHere = (): Area[] => [...document.querySelectorAll('.react-flow__node')].map(areaOf);

/** Where small messages are, or will be in a moment: they grow upwards, by some two lines each. */
const noticesHere = (count: number): Area[] =>
  [...document.querySelectorAll('[data-notices]')].map(areaOf).map(({ x, y, width, height }) => {
    const grown = count === 0 ? 0 : Math.max(height, count * 70);
    return { x, y: y + height - grown, width, height: grown };
  });

/** Where on the page the thing is that a step speaks of. */
function useAreaOf(step: TourStep | undefined): Area | undefined {
  const [area, setArea] = useState<Area>();
  useLayoutEffect(() => {
    const measure = (): void => {
      const element = step?.points.map((point) => document.querySelector(point)).find((found) => found !== null);
      setArea(element === undefined ? undefined : areaOf(element));
    };
    measure();
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, [step]);
  return area;
}
